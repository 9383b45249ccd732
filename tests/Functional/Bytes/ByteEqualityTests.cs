using System.Globalization;
using CsCheck;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Functional.Harness;
using LlmSentinel.Testing.Http;

namespace LlmSentinel.Functional.Bytes;

/// <summary>Whatever a provider sends, however it is cut on its way: the client gets these bytes, and the row is the same.</summary>
public sealed class ByteEqualityTests : IAsyncLifetime
{
    private RawTcpUpstream _provider = null!;
    private SidecarUnderTest _sidecar = null!;
    private volatile RandomAnswer _answer = null!;
    private int _rows;

    public async ValueTask InitializeAsync()
    {
        _provider = new RawTcpUpstream(ServeAsync);
        _sidecar = await SidecarUnderTest.InFrontOfAsync(_provider.BaseAddress);
    }

    public async ValueTask DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public Task AnyAnswer_CutAnywhere_IsTheSameBytesAndTheSameRow() =>
        Gen.Select(Gen.Int[0, RandomAnswer.Formats.Length - 1], Gen.Int).SampleAsync(
            async (format, seed) =>
            {
                _answer = new RandomAnswer(format, seed);
                Assert.Equal(_answer.Body, await CallAsync("whole"));
                Assert.Equal(_answer.Body, await CallAsync("cut"));

                _rows += 2;
                await _sidecar.RowsAsync(_rows);
                var page = await _sidecar.Store.QueryAsync(new() { Limit = 2 }, CancellationToken.None);
                Assert.Equal(WithoutTimes(page.Items[1]), WithoutTimes(page.Items[0]));
                if (_answer.Format.Name != "rubbish")
                    Assert.Equal((ExchangeOutcome.Ok, UsageSource.Reported, ObservationGap.None), (page.Items[0].Outcome, page.Items[0].Usage.Source, page.Items[0].Gap));
            },
            iter: 150, threads: 1);

    [Fact]
    public Task AnyAnswer_WhileNothingCanBeObserved_IsTheSameBytes() =>
        Gen.Select(Gen.Int[0, RandomAnswer.Formats.Length - 1], Gen.Int).SampleAsync(
            async (format, seed) =>
            {
                _sidecar.Budget.Limit = 0;
                _answer = new RandomAnswer(format, seed);
                Assert.Equal(_answer.Body, await CallAsync("cut"));
            },
            iter: 150, threads: 1);

    private async Task<byte[]> CallAsync(string how)
    {
        using var request = Calls.Post(_sidecar.Data, _answer.Format.Path, Calls.StreamBody, ("x-how", how), ("Accept-Encoding", "gzip, br, deflate"));
        using var response = await _sidecar.Http.SendAsync(request);
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Answers one request after the other on a connection.</summary>
    private async Task ServeAsync(RawConnection connection)
    {
        while (true)
        {
            string head;
            try
            {
                head = System.Text.Encoding.Latin1.GetString(await connection.ReadUntilAsync("\r\n\r\n"));
            }
            catch (Exception e) when (e is IOException or EndOfStreamException)
            {
                return;
            }

            var length = head.Split("\r\n").Single(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))["Content-Length: ".Length..];
            await connection.ReadExactlyAsync(int.Parse(length, CultureInfo.InvariantCulture));
            var answer = _answer;
            await connection.SendAsync(answer.Head);
            foreach (var piece in head.Contains("x-how: cut", StringComparison.Ordinal) ? answer.Pieces : [answer.Body])
            {
                if (answer.Chunked)
                    await connection.SendAsync($"{piece.Length:x}\r\n");
                await connection.SendAsync(piece);
                if (answer.Chunked)
                    await connection.SendAsync("\r\n");
            }

            if (answer.Chunked)
                await connection.SendAsync("0\r\n\r\n");
        }
    }

    private static Exchange WithoutTimes(Exchange row) => row with
    {
        Id = default,
        StartedAt = default,
        Timing = new ExchangeTiming { OutputChunks = row.Timing.OutputChunks },
    };
}
