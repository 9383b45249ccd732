using System.Globalization;
using LlmSentinel.Bench.Stores;

// stores [--rows N] [--out FILE]: what the stores take and how fast they are. overview FILE ROWS FROM TO: the child that asks.
if (args is ["overview", var file, var count, var begin, var end])
{
    var took = await OverviewStage.AskAsync(
        file, int.Parse(count, CultureInfo.InvariantCulture), DateTimeOffset.Parse(begin, CultureInfo.InvariantCulture), DateTimeOffset.Parse(end, CultureInfo.InvariantCulture));
    Console.WriteLine(string.Join(' ', took.Select(ms => ms.ToString(CultureInfo.InvariantCulture))));
    return 0;
}

var rows = 10_000_000;
var target = Path.Combine("artifacts", "bench", "stores.json");
for (var i = 0; i < args.Length; i += 2)
{
    switch (args[i])
    {
        case "--rows" when i + 1 < args.Length && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out rows) && rows > 0:
            break;
        case "--out" when i + 1 < args.Length:
            target = args[i + 1];
            break;
        default:
            await Console.Error.WriteLineAsync("Usage: ./bench.sh stores [--rows N] [--out FILE]; N exchanges, 10,000,000 unless told.");
            return 2;
    }
}

var folder = Directory.CreateTempSubdirectory("sentinel-stores-").FullName;
var figures = new List<Figure>();
try
{
    var range = TimeSpan.FromDays(30);
    var to = new DateTimeOffset(2026, 8, 31, 0, 0, 0, TimeSpan.Zero);
    var from = to - range;
    var path = Path.Combine(folder, "sentinel.db");
    foreach (var figure in WireStage.Run(100_000, from).Concat(SpoolStage.Run(folder, 1_000_000, from)))
        Add(figure);
    foreach (var figure in SqliteStage.Fill(path, rows, from, range, Progress))
        Add(figure);
    foreach (var figure in await OverviewStage.RunAsync(path, rows, from, to))
        Add(figure);
}
finally
{
    Directory.Delete(folder, recursive: true);
}

FigureFile.Of(figures).Write(target);
Console.WriteLine($"Written to {target}.");
return 0;

void Add(Figure figure)
{
    figures.Add(figure);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{figure.What,-75}{figure.Value,12:#,0} {figure.Unit,-15}{figure.Met switch { true => "met", false => "NOT MET", _ => "" }}"));
}

void Progress(double done)
{
    if (!Console.IsErrorRedirected)
        Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\rfilling: {done:P0} "));
}
