using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GanCli.Engine.Config;

/// <summary>
/// Builds the node tree from the events of YamlDotNet's parser, not from its object model: that one stops at the first duplicate key,
/// ignores merge keys and overflows the stack on deep nesting.
/// </summary>
internal sealed class YamlReader
{
    public const int MaxText = 1 << 20;
    private const int MaxDepth = 64;
    private const int MaxNodes = 200_000;
    private const int MaxScalar = 1 << 16;
    private const string MergeKey = "<<";

    private readonly ConfigSource _source;
    private readonly ICollection<ConfigError> _errors;
    private readonly Parser _parser;
    private readonly Dictionary<string, ConfigNode> _anchors = new(StringComparer.Ordinal);
    private long _nodes;

    private YamlReader(string text, ConfigSource source, ICollection<ConfigError> errors)
    {
        _source = source;
        _errors = errors;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads one document.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="source">Where it is from; goes into every position.</param>
    /// <param name="errors">Receives faults that leave the rest readable: duplicate keys, keys that are not text.</param>
    /// <returns>The root, or null when the text holds no node at all.</returns>
    /// <exception cref="ConfigException">The text is not YAML, or exceeds a limit.</exception>
    public static ConfigNode? Read(string text, ConfigSource source, ICollection<ConfigError> errors)
    {
        if (text.Length > MaxText)
        {
            throw new ConfigException(new ConfigError(
                new ConfigPosition(source, 0, 0), "", Invariant($"too long: a config has at most {MaxText:N0} characters")));
        }

        var reader = new YamlReader(text, source, errors);
        try
        {
            return reader.Document();
        }
        catch (YamlException exception)
        {
            // The parser reports a tab as something else, and often at the mapping's first line.
            int tab = text.Split('\n').Skip((int)exception.Start.Line - 1).ToList().FindIndex(IsIndentedByTab);
            (int line, int column, string reason) = tab >= 0
                ? ((int)exception.Start.Line + tab, 1, "a tab cannot indent YAML; use spaces")
                : ((int)exception.Start.Line, (int)exception.Start.Column, $"not valid YAML: {Lowered(exception.Message)}");
            throw new ConfigException([.. errors, new ConfigError(new ConfigPosition(source, line, column), "", reason)]);
        }
        catch (Exception exception) when (exception is not (ConfigException or OutOfMemoryException))
        {
            // The parser has faults of its own: its state breaks on some text after a document's end, and a tag like !!e1+q is no URI to it.
            ConfigPosition last = reader._parser.Current is { } current ? reader.Position(current) : new ConfigPosition(source, 0, 0);
            throw new ConfigException([.. errors, new ConfigError(last, "", "not valid YAML: what follows cannot be read")]);
        }
    }

    private static bool IsIndentedByTab(string line) => line[..(line.Length - line.TrimStart().Length)].Contains('\t', StringComparison.Ordinal);

    private static string Lowered(string reason) => ScalarText.Show(char.ToLowerInvariant(reason[0]) + reason[1..].TrimEnd('.'), 200);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private ConfigNode? Document()
    {
        Next<StreamStart>();
        if (_parser.Current is StreamEnd)
        {
            return null;
        }

        Next<DocumentStart>();
        ConfigNode root = Node("", 1);
        Next<DocumentEnd>();
        if (_parser.Current is not StreamEnd)
        {
            throw Refuse(_parser.Current!, "", "a second document starts here; a config is one document");
        }

        return root is ConfigScalar { IsNull: true } ? null : root;
    }

    private void Next<T>()
        where T : ParsingEvent
    {
        if (_parser.Current is null)
        {
            _parser.MoveNext();
        }

        if (_parser.Current is not T)
        {
            throw new YamlException(_parser.Current?.Start ?? default, default, "Unexpected end");
        }

        _parser.MoveNext();
    }

    private ConfigNode Node(string path, int depth)
    {
        ParsingEvent current = _parser.Current!;
        if (depth > MaxDepth)
        {
            throw Refuse(current, "", Invariant($"nested more than {MaxDepth} levels deep"));
        }

        if (current is NodeEvent { Tag.IsEmpty: false } tagged)
        {
            throw Refuse(current, path, $"tags are not supported; remove '{ScalarText.Show(tagged.Tag.Value)}'");
        }

        ConfigNode node = current switch
        {
            Scalar scalar => Single(scalar, path),
            AnchorAlias alias => Aliased(alias, path),
            SequenceStart start => List(start, path, depth),
            MappingStart start => Map(start, path, depth),
            _ => throw Refuse(current, path, "a value was expected"),
        };
        if (current is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            _anchors[anchored.Anchor.Value] = node;
        }

        return node;
    }

    private ConfigScalar Single(Scalar scalar, string path)
    {
        if (scalar.Value.Length > MaxScalar)
        {
            throw Refuse(scalar, path, Invariant($"a value of {scalar.Value.Length:N0} characters; at most {MaxScalar:N0} are read"));
        }

        Count(scalar, 1);
        _parser.MoveNext();
        return new ConfigScalar(Position(scalar), scalar.Value, scalar.Style == ScalarStyle.Plain);
    }

    private ConfigNode Aliased(AnchorAlias alias, string path)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out ConfigNode? node))
        {
            throw Refuse(alias, path, $"no anchor '&{ScalarText.Show(alias.Value.Value)}' is complete above this alias");
        }

        Count(alias, node.Size);
        _parser.MoveNext();
        return node;
    }

    private ConfigList List(SequenceStart start, string path, int depth)
    {
        Count(start, 1);
        _parser.MoveNext();
        var items = new List<ConfigNode>();
        while (_parser.Current is not SequenceEnd)
        {
            items.Add(Node(ConfigPath.Element(path, items.Count), depth + 1));
        }

        _parser.MoveNext();
        return new ConfigList(Position(start), items);
    }

    private ConfigMap Map(MappingStart start, string path, int depth)
    {
        Count(start, 1);
        _parser.MoveNext();
        var stated = new Dictionary<string, ConfigEntry>(StringComparer.Ordinal);
        var entries = new List<ConfigEntry>();
        var merged = new List<ConfigMap>();
        while (_parser.Current is not MappingEnd)
        {
            ParsingEvent at = _parser.Current!;
            ConfigPosition position = Position(at);
            ConfigNode keyNode = Node(path, depth + 1);
            string? key = (keyNode as ConfigScalar)?.Text;
            string childPath = ConfigPath.Key(path, key ?? "?");
            ConfigNode value = Node(childPath, depth + 1);
            if (key is null)
            {
                _errors.Add(new ConfigError(position, childPath, "a key must be plain text"));
            }
            else if (key is MergeKey && keyNode is ConfigScalar { Plain: true })
            {
                merged.AddRange(Merged(at, value, path));
            }
            else if (stated.TryGetValue(key, out ConfigEntry? first))
            {
                _errors.Add(new ConfigError(
                    position, ScalarText.Show(childPath), Invariant($"duplicate key; first stated at line {first.Position.Line}")));
            }
            else
            {
                var entry = new ConfigEntry(key, position, value);
                stated.Add(key, entry);
                entries.Add(entry);
            }
        }

        _parser.MoveNext();
        // What a mapping states itself wins over what it merges, and an earlier merged mapping over a later one.
        foreach (ConfigEntry entry in merged.SelectMany(map => map.Entries))
        {
            if (stated.TryAdd(entry.Key, entry))
            {
                entries.Add(entry);
            }
        }

        return new ConfigMap(Position(start), entries);
    }

    private IEnumerable<ConfigMap> Merged(ParsingEvent at, ConfigNode value, string path)
    {
        IReadOnlyList<ConfigNode> nodes = value is ConfigList list ? list.Items : [value];
        return nodes.All(node => node is ConfigMap)
            ? nodes.Cast<ConfigMap>()
            : throw Refuse(at, ConfigPath.Key(path, MergeKey), "only a mapping or a list of mappings can be merged in");
    }

    private void Count(ParsingEvent at, long nodes)
    {
        _nodes += nodes;
        if (_nodes > MaxNodes)
        {
            throw Refuse(at, "", Invariant($"more than {MaxNodes:N0} values, aliases written out"));
        }
    }

    private ConfigPosition Position(ParsingEvent at) => new(_source, (int)at.Start.Line, (int)at.Start.Column);

    private ConfigException Refuse(ParsingEvent at, string path, string message) =>
        new([.. _errors, new ConfigError(Position(at), path.Length > 200 ? "" : path, message)]);
}
