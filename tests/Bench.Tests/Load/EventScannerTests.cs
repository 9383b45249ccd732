using System.Text;
using LlmSentinel.Bench.SideBySide.Load;
using LlmSentinel.Bench.SideBySide.Net;
using LlmSentinel.Bench.SideBySide.Wire;

namespace LlmSentinel.Bench.Tests.Load;

public class EventScannerTests
{
    [Fact]
    public void Scan_TimesCutAnywhere_AreFound()
    {
        var text = Event() + Event();
        for (var cut = 1; cut < text.Length; cut++)
        {
            var outcome = new LoadOutcome(1);
            var scanner = new EventScanner(outcome, long.MaxValue);

            scanner.Scan(Encoding.ASCII.GetBytes(text[..cut]));
            scanner.Scan(Encoding.ASCII.GetBytes(text[cut..]));

            Assert.Equal(2, outcome.Events);
            Assert.Equal(2, outcome.EventDelay.TotalCount);
        }
    }

    [Fact]
    public void Scan_GapLongerThanAllowed_IsAStall()
    {
        var outcome = new LoadOutcome(1);
        var scanner = new EventScanner(outcome, stallAfter: -1);

        scanner.Scan(Encoding.ASCII.GetBytes(Event() + Event() + Event()));

        Assert.Equal(2, outcome.Stalls);
    }

    private static string Event()
    {
        var digits = new byte[Fixed.TimeDigits];
        Fixed.Write(digits, Clock.Now);
        return $"data: {{\"content\":\" word@{Encoding.ASCII.GetString(digits)} \"}}\n\n";
    }
}
