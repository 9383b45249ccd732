using System.Text;
using LlmSentinel.Sentinel.Exporting;
using LlmSentinel.Sentinel.Exporting.Columns;
using LlmSentinel.Sentinel.Exporting.Formats;
using LlmSentinel.Testing;

namespace LlmSentinel.Sentinel.Tests.Exporting;

public sealed class CsvTests
{
    private static readonly string Names = string.Join(',', ExportColumns.All.Select(column => column.Name));

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("'quoted", "''quoted")]
    [InlineData("=\"a\"", "\"'=\"\"a\"\"\"")]
    public async Task Write_TextASpreadsheetWouldRun_BeginsWithAnApostrophe(string app, string field)
    {
        var exchange = SampleExchange.Chat with { App = app };

        var written = Encoding.UTF8.GetString(await Transferred.WriteAsync(ExportFormat.Csv, exchange));

        Assert.Contains($",{field},POST,", written, StringComparison.Ordinal);
        Assert.Equal(app, Assert.Single(await Transferred.ReadAsync(ExportFormat.Csv, written)).Exchange!.App);
    }

    [Fact]
    public async Task Write_NumbersBelowZero_StayNumbers()
    {
        var exchange = SampleExchange.Chat with { RequestBytes = -5 };

        Assert.Contains(",-5,", Encoding.UTF8.GetString(await Transferred.WriteAsync(ExportFormat.Csv, exchange)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_NoExchanges_IsTheLineOfNames() =>
        Assert.Equal(Names + "\r\n", Encoding.UTF8.GetString(await Transferred.WriteAsync(ExportFormat.Csv)));

    [Fact]
    public async Task Read_WhatASpreadsheetMadeOfIt_IsUnderstood()
    {
        var lines = Encoding.UTF8.GetString(await Transferred.WriteAsync(ExportFormat.Csv, SampleExchange.Chat)).Split("\r\n");
        var rearranged = "\uFEFF" + string.Join('\n', lines).Replace(",true,", ",TRUE,", StringComparison.Ordinal)
            .Replace("2026-08-01T12:00:00.000000Z", "2026-08-01 12:00:00", StringComparison.Ordinal) + "\n\n";

        var read = Assert.Single(await Transferred.ReadAsync(ExportFormat.Csv, rearranged));

        Assert.Equal(SampleExchange.Chat with { ServerAddress = null, ServerPort = null }, read.Exchange);
    }

    [Fact]
    public async Task Read_LineFeedsInsideOfQuotes_CountAsLines()
    {
        var first = SampleExchange.Chat with { App = "a\nb\r\nc" };
        var text = Encoding.UTF8.GetString(await Transferred.WriteAsync(ExportFormat.Csv, first, SampleExchange.Chat));

        var read = await Transferred.ReadAsync(ExportFormat.Csv, text + "only,three,fields");

        Assert.Equal([2, 5, 6], read.Select(row => row.Line));
        Assert.Equal("a\nb\r\nc", read[0].Exchange!.App);
        Assert.Contains("3 fields", read[2].Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("duration_ms", "2500", "soon", "duration_ms: 'soon'")]
    [InlineData("outcome", "ok", "fine", "outcome: 'fine'")]
    [InlineData("id", "01985f00-0000-7000-8000-000000000001", "1", "id: '1'")]
    [InlineData("started_at", "2026-08-01T12:00:00.000000Z", "yesterday", "started_at: 'yesterday'")]
    [InlineData("method", "POST", "", "method: missing")]
    public async Task Read_AValueThatCannotBe_IsABadRowThatNamesTheColumn(string column, string good, string bad, string problem)
    {
        var lines = Encoding.UTF8.GetString(await Transferred.WriteAsync(ExportFormat.Csv, SampleExchange.Chat, SampleExchange.Chat)).Split("\r\n");
        var fields = lines[1].Split(',');
        var place = ExportColumns.Find(column);
        Assert.Equal(good, fields[place]);
        fields[place] = bad;

        var read = await Transferred.ReadAsync(ExportFormat.Csv, string.Join("\r\n", lines[0], string.Join(',', fields), lines[2]));

        Assert.StartsWith(problem, read[0].Problem, StringComparison.Ordinal);
        Assert.NotNull(read[1].Exchange);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("id,wrong,started_at,also_wrong\r\n", "unknown column: wrong, also_wrong")]
    [InlineData("id,id\r\n", "more than once: id")]
    [InlineData("id,started_at\r\n", "missing column: upstream, provider")]
    public async Task Read_ColumnsThatAreNotOurs_AreNamed(string text, string problem)
    {
        var refusal = await Assert.ThrowsAsync<TransferException>(() => Transferred.ReadAsync(ExportFormat.Csv, text));

        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"never closed", "line 2: a quote is not closed")]
    [InlineData("\"a\"b,c", "line 2: something follows a closing quote")]
    public async Task Read_QuotesThatCannotBe_EndIt(string line, string problem)
    {
        var refusal = await Assert.ThrowsAsync<TransferException>(() => Transferred.ReadAsync(ExportFormat.Csv, Names + "\r\n" + line));

        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
    }
}
