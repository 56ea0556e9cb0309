using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Core.Specs;
using YamlDotNet.Core.Events;

namespace Portal.Web.Api.Specs;

/// <summary>
/// YAML 1.2 with its core schema, without what makes one place mean another: no anchors, no tags, no key twice. Reads
/// each character once.
/// </summary>
internal sealed partial class SpecYaml(SpecFile file)
{
    private const int Deepest = 32;
    private const int LongestKey = 300;
    private const int MostFields = 50_000;

    private readonly YamlEvents _events = new(file);
    private Dictionary<string, SpecPlace> _fields = [];

    /// <exception cref="SpecException">It isn't YAML, or YAML that isn't taken.</exception>
    public IEnumerable<YamlDocument> Documents()
    {
        _events.Next<StreamStart>();
        while (_events.Next() is DocumentStart)
        {
            _fields = new(StringComparer.Ordinal);
            var first = _events.Next();
            // Two separators with nothing between.
            if (first is not Scalar { IsPlainImplicit: true, Value: "" })
            {
                var root =
                    Node(first, "", 0) as JsonObject
                    ?? throw _events.Wrong(first, "A document is a mapping of fields.");
                yield return new(root, new(_events.At(first), _fields));
            }

            _events.Next<DocumentEnd>();
        }
    }

    private JsonNode? Node(ParsingEvent begin, string path, int depth)
    {
        if (depth > Deepest)
        {
            throw _events.Wrong(begin, $"This is nested deeper than {Deepest} levels.");
        }

        switch (begin)
        {
            case AnchorAlias:
                throw _events.Wrong(begin, "Aliases aren't taken: write out what it stands for.");
            case NodeEvent { Anchor.IsEmpty: false }:
                throw _events.Wrong(begin, "Anchors aren't taken: write it out at each place.");
            case NodeEvent { Tag.IsEmpty: false }:
                throw _events.Wrong(begin, "Tags aren't taken.");
            case MappingStart:
                return Mapping(path, depth);
            case SequenceStart:
                return Sequence(path, depth);
            case Scalar scalar when scalar.Value.Contains('\0', StringComparison.Ordinal):
                throw _events.Wrong(begin, "This holds a character that can't be kept (NUL).");
            case Scalar scalar:
                return Value(scalar);
            default:
                throw _events.Wrong(begin, "This isn't a value.");
        }
    }

    private JsonObject Mapping(string path, int depth)
    {
        var fields = new JsonObject();
        while (_events.Next() is var key and not MappingEnd)
        {
            if (key is not Scalar { Anchor.IsEmpty: true, Tag.IsEmpty: true, Value: var name })
            {
                throw _events.Wrong(key, "A key is a plain word.");
            }

            if (name.Length > LongestKey)
            {
                throw _events.Wrong(key, $"This key has {name.Length:N0} characters; {LongestKey} are allowed.");
            }

            if (fields.ContainsKey(name))
            {
                throw _events.Wrong(key, $"{name} is here twice.");
            }

            var inner = path.Length == 0 ? name : $"{path}.{name}";
            Locate(inner, key);
            fields[name] = Node(_events.Next(), inner, depth + 1);
        }

        return fields;
    }

    private JsonArray Sequence(string path, int depth)
    {
        var items = new JsonArray();
        while (_events.Next() is var item and not SequenceEnd)
        {
            var inner = $"{path}[{items.Count}]";
            Locate(inner, item);
            items.Add(Node(item, inner, depth + 1));
        }

        return items;
    }

    private void Locate(string path, ParsingEvent there)
    {
        if (_fields.Count == MostFields)
        {
            throw _events.Wrong(there, $"This document has more than {MostFields:N0} fields.");
        }

        _fields[path] = _events.At(there);
    }

    // What is quoted is text. What JSON would call a number stays as it was written: 604800000 may be a setting's text.
    private static JsonNode? Value(Scalar scalar) =>
        scalar switch
        {
            { IsPlainImplicit: false } => JsonValue.Create(scalar.Value),
            { Value: "" or "~" or "null" or "Null" or "NULL" } => null,
            { Value: "true" or "True" or "TRUE" } => JsonValue.Create(true),
            { Value: "false" or "False" or "FALSE" } => JsonValue.Create(false),
            _ when Number().IsMatch(scalar.Value) => JsonNode.Parse(scalar.Value),
            _ => JsonValue.Create(scalar.Value),
        };

    [GeneratedRegex(
        @"^-?(0|[1-9][0-9]{0,18})(\.[0-9]{1,18})?([eE][+-]?[0-9]{1,3})?$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Number();
}
