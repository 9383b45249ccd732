using System.Buffers.Binary;
using System.Globalization;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Storage.Influx;
using LlmSentinel.Testing;
using Microsoft.Extensions.Logging.Abstractions;

// ledger-host SPOOL URL BUCKET FIRST END: records the exchanges FIRST to END and says so before and after, to be killed at any moment:
//   recording A B     from here on A to B-1 may be found on the server
//   spooled A B       from here on they must be
//   delivered         the server has dealt with everything
var (first, end) = (int.Parse(args[3], CultureInfo.InvariantCulture), int.Parse(args[4], CultureInfo.InvariantCulture));
var options = new StoreOptions
{
    Kind = StoreKinds.InfluxDb,
    Url = args[1],
    Bucket = args[2],
    Spool = new SpoolOptions { Path = args[0], Fsync = FsyncModes.Always },
    Batch = new BatchOptions { Lines = 2_500, Age = TimeSpan.FromMilliseconds(100) },
};
var limit = TimeSpan.FromMinutes(3);
var random = new Random(first);
await using var store = new InfluxExchangeStore(options, TimeProvider.System, NullLoggerFactory.Instance, metrics: null);

for (var next = first; next < end;)
{
    var to = Math.Min(end, next + random.Next(1, 400));
    Say("recording", next, to);
    var now = TimeProvider.System.GetUtcNow();

    // Several start in the same microsecond, as they do where many run at once.
    for (var number = next; number < to; number++)
        store.Record(SampleExchange.Chat with { Id = Id(number), StartedAt = now.AddTicks((number - next) / 3 * TimeSpan.TicksPerMicrosecond) });
    if (!await store.FlushAsync(limit) || store.Dropped > 0)
        return 3;
    Say("spooled", next, to);
    next = to;
}

if (!await store.DeliverAsync(limit))
    return 4;
Console.WriteLine("delivered");

// Lives on until its input ends: who is to be killed does not leave by itself.
await Console.In.ReadToEndAsync();
return 0;

static void Say(string what, int from, int to) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} {from} {to}"));

// The number, and behind it bytes that look random.
static Guid Id(int number)
{
    Span<byte> bytes = stackalloc byte[16];
    BinaryPrimitives.WriteInt32BigEndian(bytes, number);
    bytes[6] = 0x70;
    BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], unchecked((ulong)number * 0x9E37_79B9_7F4A_7C15));
    return new Guid(bytes, bigEndian: true);
}
