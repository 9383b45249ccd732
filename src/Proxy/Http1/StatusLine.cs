using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace LlmSentinel.Proxy.Http1;

/// <summary>The first line of an answer.</summary>
/// <param name="Status">Three digits.</param>
/// <param name="Reason">The reason phrase where it is not the usual one; null where it is.</param>
/// <param name="IsHttp10">True: the connection ends with the answer unless it says otherwise.</param>
internal readonly record struct StatusLine(int Status, string? Reason, bool IsHttp10)
{
    private const int Shortest = 12;

    /// <summary>True when another head follows.</summary>
    public bool IsInformational => Status is >= 100 and < 200 and not 101;

    /// <summary>Reads the line without its end.</summary>
    /// <exception cref="Http1Exception">It is none of HTTP/1.</exception>
    public static StatusLine Parse(ReadOnlySpan<byte> line)
    {
        if (line.Length < Shortest || !line.StartsWith("HTTP/1."u8) || Digit(line[7]) < 0 || line[8] != ' '
            || Digit(line[9]) < 1 || Digit(line[10]) < 0 || Digit(line[11]) < 0 || (line.Length > Shortest && line[Shortest] != ' '))
            throw new Http1Exception("The upstream's answer does not begin with a status line of HTTP/1.");

        var status = (Digit(line[9]) * 100) + (Digit(line[10]) * 10) + Digit(line[11]);
        var reason = line.Length > Shortest ? line[(Shortest + 1)..] : [];
        return new StatusLine(status, IsUsual(reason, status) ? null : Encoding.Latin1.GetString(reason), line[7] == '0');
    }

    // The server writes a reason as it is given one: what could be taken for the end of the line is not passed on.
    private static bool IsUsual(ReadOnlySpan<byte> reason, int status) =>
        Ascii.Equals(reason, ReasonPhrases.GetReasonPhrase(status)) || reason.ContainsAnyInRange((byte)0, (byte)0x1f);

    private static int Digit(byte b) => b is >= (byte)'0' and <= (byte)'9' ? b - '0' : -1;
}
