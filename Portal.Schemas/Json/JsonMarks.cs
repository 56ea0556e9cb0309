namespace Portal.Schemas.Json;

/// <summary>The schemas of a document by their anchors and ids; of several with one name, the first.</summary>
internal sealed class JsonMarks
{
    private readonly Dictionary<string, JsonSchemaNode> _anchors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonSchemaNode> _ids = new(StringComparer.Ordinal);

    public JsonMarks(JsonSchemaNode root) => Gather(root);

    public JsonSchemaNode? ByAnchor(string name) => _anchors.GetValueOrDefault(name);

    public JsonSchemaNode? ById(string id) => _ids.GetValueOrDefault(id);

    private void Gather(JsonSchemaNode node)
    {
        if (node.Word("$anchor") is { } anchor)
        {
            _anchors.TryAdd(anchor, node);
        }

        if (node.Word("$id") is { } named && named.StartsWith('#'))
        {
            _anchors.TryAdd(named[1..], node);
        }

        if ((node.Word("$id") ?? node.Word("id"))?.TrimEnd('#') is { } id)
        {
            _ids.TryAdd(id, node);
        }

        foreach (var inner in JsonReferences.Inside(node))
        {
            Gather(inner);
        }
    }
}
