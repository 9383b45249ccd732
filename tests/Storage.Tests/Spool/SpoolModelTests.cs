using CsCheck;

namespace LlmSentinel.Storage.Tests.Spool;

/// <summary>
/// Any sequence of appends, reads, commits, restarts and damage. What is read are whole words that were appended, in order; none is
/// missing whose bytes are as they were written.
/// </summary>
public sealed class SpoolModelTests
{
    private static readonly Gen<Action<SpoolModel>> Append = Gen.Int[1, 8].Select<int, Action<SpoolModel>>(n => m => m.Append(n));
    private static readonly Gen<Action<SpoolModel>> Read = Gen.Int[1, 8].Select<int, Action<SpoolModel>>(n => m => m.Read(n));
    private static readonly Gen<Action<SpoolModel>> Commit = Gen.Const<Action<SpoolModel>>(m => m.Commit());
    private static readonly Gen<Action<SpoolModel>> Restart = Gen.Const<Action<SpoolModel>>(m => m.Restart(() => { }));

    private static readonly Gen<Action<SpoolModel>> Flip =
        Gen.Select(Gen.Int[0, 99], Gen.Double[0, 1], Gen.Int[0, 7]).Select<(int File, double Place, int Bit), Action<SpoolModel>>(
            f => m => m.Restart(() => m.Flip(f.File, f.Place, f.Bit)));

    private static readonly Gen<Action<SpoolModel>> Truncate =
        Gen.Select(Gen.Int[0, 99], Gen.Double[0, 1]).Select<(int File, double Place), Action<SpoolModel>>(
            t => m => m.Restart(() => m.Truncate(t.File, t.Place)));

    private static readonly Gen<Action<SpoolModel>> Remove =
        Gen.Int[0, 99].Select<int, Action<SpoolModel>>(file => m => m.Restart(() => m.Remove(file)));

    private static readonly Gen<Action<SpoolModel>> LosePosition =
        Gen.Select(Gen.Int[0, 79], Gen.Int[0, 8]).Select<(int Byte, int Bit), Action<SpoolModel>>(
            p => m => m.Restart(() => m.DamagePosition(p.Byte, p.Bit)));

    [Fact]
    public void AnySequence_NothingDamaged_NothingIsMissing() =>
        Check(Gen.Frequency((4, Append), (3, Read), (2, Commit), (1, Restart)), maxBytes: 1 << 20);

    [Fact]
    public void AnySequence_SpoolOverflows_OnlyTheOldestIsMissing() =>
        Check(Gen.Frequency((6, Append), (3, Read), (1, Commit), (1, Restart)), maxBytes: 4096);

    [Fact]
    public void AnySequence_DiskDamaged_OnlyWhatIsDamagedIsMissing() =>
        Check(Gen.Frequency((8, Append), (4, Read), (2, Commit), (1, Restart), (2, Flip), (1, Truncate), (1, LosePosition)), 1 << 20);

    [Fact]
    public void AnySequence_DiskDamagedAndSegmentsRemovedAndOverflowing_OnlyThatIsMissing() =>
        Check(Gen.Frequency((8, Append), (4, Read), (2, Commit), (2, Flip), (1, Truncate), (1, Remove), (1, LosePosition)), 6000);

    private static void Check(Gen<Action<SpoolModel>> step, long maxBytes) => step.Array[1, 40].Sample(
        steps =>
        {
            using var model = new SpoolModel(maxBytes);
            foreach (var act in steps)
                act(model);
            model.Finish();
        },
        iter: 80, threads: 1, print: steps => $"{steps.Length} steps");
}
