namespace LlmSentinel.Conventions;

/// <summary>Fails with every offender, one per line, so that one run is enough to put them all right.</summary>
internal static class Rule
{
    public static void HasNoOffenders(IEnumerable<string> offenders)
    {
        var all = offenders.ToArray();
        if (all.Length > 0)
            Assert.Fail($"{all.Length} offender(s):{Environment.NewLine}{string.Join(Environment.NewLine, all)}");
    }
}
