using System.Text;
using System.Text.RegularExpressions;
using LlmSentinel.Configuration.Validation;

namespace LlmSentinel.Configuration.Tree;

/// <summary>
/// Fills <c>${VAR}</c> and <c>${VAR:-default}</c> into values. <c>$${</c> is a literal <c>${</c>. What a variable holds is taken as it
/// is: nothing is filled into it again, and it never becomes YAML.
/// </summary>
internal sealed partial class Substitution(IReadOnlyDictionary<string, string> environment)
{
    private const string Open = "${";

    public ScalarNode Apply(string written, bool plain, Origin origin, string key, ErrorList errors)
    {
        if (!written.Contains(Open, StringComparison.Ordinal))
            return new ScalarNode(origin, written, written, plain);
        var text = new StringBuilder();
        var substituted = false;
        var errorsBefore = errors.Count;
        for (var at = 0; at < written.Length;)
        {
            var start = written.IndexOf(Open, at, StringComparison.Ordinal);
            if (start < 0)
            {
                text.Append(written, at, written.Length - at);
                break;
            }
            if (start > at && written[start - 1] == '$')
            {
                text.Append(written, at, start - 1 - at).Append(Open);
                at = start + Open.Length;
                continue;
            }
            text.Append(written, at, start - at);
            var end = written.IndexOf('}', start);
            if (end < 0)
            {
                errors.Add(origin, key, "'${' without '}'", "${VAR}, ${VAR:-default}, and $${ for a literal ${");
                break;
            }
            text.Append(Value(written[(start + Open.Length)..end], origin, key, errors));
            substituted = true;
            at = end + 1;
        }
        return new ScalarNode(origin, text.ToString(), written, plain) { Substituted = substituted, Broken = errors.Count > errorsBefore };
    }

    private string Value(string reference, Origin origin, string key, ErrorList errors)
    {
        var separator = reference.IndexOf(":-", StringComparison.Ordinal);
        var name = separator < 0 ? reference : reference[..separator];
        if (!VariableName().IsMatch(name))
        {
            errors.Add(origin, key, "'${...}' does not hold the name of an environment variable", "${VAR}, ${VAR:-default}, and $${ for a literal ${");
            return "";
        }
        var value = environment.GetValueOrDefault(name);
        if (separator >= 0)
            return string.IsNullOrEmpty(value) ? reference[(separator + 2)..] : value;
        if (value is null)
            errors.Add(origin, key, $"the environment variable {name} is not set", $"set it, or give a default: ${{{name}:-value}}");
        return value ?? "";
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex VariableName();
}
