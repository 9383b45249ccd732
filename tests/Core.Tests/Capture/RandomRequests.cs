using System.Text;
using CsCheck;

namespace LlmSentinel.Core.Tests.Capture;

/// <summary>Random JSON objects in which the members we look for stand anywhere, twice, escaped, with any value.</summary>
internal static class RandomRequests
{
    private static readonly Gen<string> Blank = Gen.OneOf("", "", "", " ", "\n", "\r\n\t");

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf("", "gpt-5.4", "größe", "a\\\"b", "\\\\", "\\\\\\\"", "\\u0061", "\\n\\t", "}{][,:", "\\\"model\\\":\\\"x\\\"", "\uD83D\uDE00"),
        Gen.Char['a', 'z'].Array[0, 700].Select(c => new string(c)))
        .Array[1, 3].Select(parts => "\"" + string.Concat(parts) + "\"");

    private static readonly Gen<string> Scalar = Gen.OneOf(
        Text, Gen.OneOf("true", "false", "null", "0", "3", "-1", "2.0", "1e2", "99999999999", "2147483647"));

    private static readonly Gen<string> Key = Gen.OneOf(
        Gen.OneOf(
            "\"model\"", "\"stream\"", "\"service_tier\"", "\"n\"", "\"stream_options\"", "\"include_usage\"", "\"m\\u006fdel\"",
            "\"\\u0073tream_options\"", "\"messages\"", "\"streams\"", "\"mode\"", "\"\""),
        Text);

    private static readonly Gen<string> Value = Gen.Recursive<string>((depth, self) => depth >= 4
        ? Scalar
        : Gen.OneOf(Scalar, Object(self), self.Select(Blank, Blank).Array[0, 3]
            .Select(items => "[" + string.Join(",", items.Select(i => i.Item2 + i.Item1 + i.Item3)) + "]")));

    private static readonly Gen<string> Options = Gen.OneOf(
        Gen.OneOf("null", "{}", "{ }", "{\"include_usage\":true}", "{\"include_usage\":false}", "{\"include_usage\" : null , \"a\":[1]}", "[]", "7"),
        Object(Value));

    private static readonly Gen<string> Member = Gen.OneOf(
        Gen.Select(Key, Blank, Value).Select((k, b, v) => k + b + ":" + b + v),
        Gen.Select(Blank, Options).Select((b, v) => "\"stream_options\"" + b + ":" + b + v),
        Gen.OneOf("\"stream\":true", "\"stream\" : true", "\"include_usage\":true"));

    /// <summary>A request body.</summary>
    public static Gen<byte[]> Bodies { get; } = Gen.Select(Member.Array[0, 8], Blank, Blank)
        .Select((members, before, after) => Encoding.UTF8.GetBytes(before + "{" + after + string.Join("," + after, members) + before + "}" + after));

    private static Gen<string> Object(Gen<string> value) => Gen.Select(Key, Blank, value).Array[0, 3]
        .Select(members => "{" + string.Join(",", members.Select(m => m.Item2 + m.Item1 + m.Item2 + ":" + m.Item3)) + "}");
}
