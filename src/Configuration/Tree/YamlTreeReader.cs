using System.Diagnostics;
using LlmSentinel.Configuration.Validation;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LlmSentinel.Configuration.Tree;

/// <summary>
/// YAML text to a tree that knows the place of each key and value. Works on the parser's events, so that a duplicate key is one error
/// among the others, and aliases, which may blow a file up, are bounded.
/// </summary>
internal sealed class YamlTreeReader
{
    private const int MaxDepth = 32;

    // The full configuration has some 150 values; a fleet of upstreams some thousands.
    private const int MaxNodes = 100_000;

    private readonly string _source;
    private readonly Substitution _substitution;
    private readonly ErrorList _errors;
    private readonly Parser _parser;
    private readonly Dictionary<AnchorName, ConfigNode> _anchors = [];
    private readonly HashSet<AnchorName> _open = [];
    private int _nodes;

    private YamlTreeReader(string text, string source, Substitution substitution, ErrorList errors)
    {
        _source = source;
        _substitution = substitution;
        _errors = errors;
        _parser = new Parser(new StringReader(ShieldedReferences.Shield(text)));
    }

    /// <summary>The tree; an empty mapping for an empty file. Null when the text is no YAML mapping, which is then among the errors.</summary>
    public static MappingNode? Read(string text, string source, Substitution substitution, ErrorList errors)
    {
        var reader = new YamlTreeReader(text, source, substitution, errors);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException error)
        {
            // The parser's messages are fixed sentences: nothing of the file stands in them.
            var place = error.Message.Contains(" tab ", StringComparison.Ordinal) ? reader.FirstTab(text, error.Start) : reader.At(error.Start);
            errors.Add(place, "", $"not valid YAML: {error.Message}");
            return null;
        }
        catch (UnreadableException error)
        {
            errors.Add(error.Origin, "", error.Message);
            return null;
        }
        catch (Exception)
        {
            // The parser gives up on some broken texts with exceptions of many kinds; an unclosed list over several lines is one.
            errors.Add(reader.At(reader._parser.Current?.End ?? Mark.Empty), "", "not valid YAML: cannot be read beyond this place; a bracket or quote above may not be closed");
            return null;
        }
    }

    private MappingNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
            return new MappingNode(new Origin(_source, 1, 1));
        _parser.Consume<DocumentStart>();
        var root = ReadNode("", 0);
        _parser.Consume<DocumentEnd>();
        if (!_parser.Accept<StreamEnd>(out var end))
            _errors.Add(At(_parser.Current!.Start), "", "a second document starts here", "one document");
        switch (root)
        {
            case MappingNode mapping:
                return mapping;
            case ScalarNode { IsNull: true }:
                return new MappingNode(root.Origin);
            default:
                _errors.Add(root.Origin, "", "the file is not a set of keys", "keys such as 'proxy:' and 'upstreams:'");
                return null;
        }
    }

    private ConfigNode ReadNode(string key, int depth)
    {
        var current = _parser.Current ?? throw new UnreachableException("The parser has not started.");
        if (_parser.TryConsume<AnchorAlias>(out var alias))
            return Resolve(alias, key);
        var origin = At(current.Start);
        if (depth > MaxDepth || ++_nodes > MaxNodes)
            throw UnreadableException.TooLarge(origin);
        // The parser lets some broken texts end a collection where a value is due.
        var anchor = (current as NodeEvent ?? throw new UnreadableException(origin, "not valid YAML: there is no value here")).Anchor;
        if (!anchor.IsEmpty)
            _open.Add(anchor);
        ConfigNode node = current switch
        {
            Scalar => ReadScalar(key, origin),
            SequenceStart => ReadSequence(key, origin, depth),
            _ => ReadMapping(key, origin, depth),
        };
        if (!anchor.IsEmpty)
        {
            _open.Remove(anchor);
            _anchors[anchor] = node;
        }
        return node;
    }

    private ScalarNode ReadScalar(string key, Origin origin)
    {
        var scalar = _parser.Consume<Scalar>();
        return _substitution.Apply(ShieldedReferences.Restore(scalar.Value), scalar.Style is ScalarStyle.Plain, origin, key, _errors);
    }

    private SequenceNode ReadSequence(string key, Origin origin, int depth)
    {
        _parser.Consume<SequenceStart>();
        var sequence = new SequenceNode(origin);
        while (!_parser.TryConsume<SequenceEnd>(out _))
            sequence.Items.Add(ReadNode(KeyPath.Index(key, sequence.Items.Count), depth + 1));
        return sequence;
    }

    private MappingNode ReadMapping(string key, Origin origin, int depth)
    {
        _parser.Consume<MappingStart>();
        var mapping = new MappingNode(origin);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var keyOrigin = At(_parser.Current!.Start);
            if (!_parser.TryConsume<Scalar>(out var name))
            {
                _errors.Add(keyOrigin, key, "a key must be a single word");
                _parser.SkipThisAndNestedEvents();
                _parser.SkipThisAndNestedEvents();
                continue;
            }
            var word = ShieldedReferences.Restore(name.Value);
            var path = KeyPath.Child(key, word);
            var value = ReadNode(path, depth + 1);
            if (mapping.Find(word) is { } first)
                _errors.Add(keyOrigin, path, $"the key stands here twice; first in line {first.KeyOrigin.Line}");
            else
                mapping.Entries.Add(new ConfigEntry(word, keyOrigin, value));
        }
        return mapping;
    }

    private ConfigNode Resolve(AnchorAlias alias, string key)
    {
        var origin = At(alias.Start);
        if (_anchors.TryGetValue(alias.Value, out var node))
            return Copy(node, origin);
        // The name is not repeated: an unquoted secret that starts with a star reads as an alias.
        _errors.Add(origin, key, _open.Contains(alias.Value)
            ? "the alias stands inside its own anchor"
            : "there is no anchor of that name above; quote a value that starts with '*'");
        return new ScalarNode(origin, "", "", plain: true) { Broken = true };
    }

    /// <summary>A copy, counted as all it stands for: ten lines of aliases of aliases are a billion values.</summary>
    private ConfigNode Copy(ConfigNode node, Origin origin)
    {
        if (++_nodes > MaxNodes)
            throw UnreadableException.TooLarge(origin);
        switch (node)
        {
            case SequenceNode sequence:
                var items = new SequenceNode(sequence.Origin);
                items.Items.AddRange(sequence.Items.Select(item => Copy(item, origin)));
                return items;
            case MappingNode mapping:
                var entries = new MappingNode(mapping.Origin);
                entries.Entries.AddRange(mapping.Entries.Select(entry => entry with { Value = Copy(entry.Value, origin) }));
                return entries;
            default:
                return node;
        }
    }

    /// <summary>The parser names the start of the block; the tab is what a user looks for.</summary>
    private Origin FirstTab(string text, Mark from)
    {
        var lines = text.Split('\n');
        for (var line = (int)from.Line; line <= lines.Length; line++)
        {
            var indentation = lines[line - 1].AsSpan().IndexOfAnyExcept(' ', '\t');
            var tab = lines[line - 1].IndexOf('\t', StringComparison.Ordinal);
            if (tab >= 0 && (indentation < 0 || tab < indentation))
                return new Origin(_source, line, tab + 1);
        }
        return At(from);
    }

    private Origin At(Mark mark) => new(_source, (int)mark.Line, (int)mark.Column);

    private sealed class UnreadableException(Origin origin, string message) : Exception(message)
    {
        public Origin Origin { get; } = origin;

        public static UnreadableException TooLarge(Origin origin) =>
            new(origin, $"more than {MaxNodes} values or {MaxDepth} levels, aliases counted as what they stand for");
    }
}
