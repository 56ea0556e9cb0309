using Portal.Core.Resources;

namespace Portal.Core.Schemas;

/// <summary>An edit laid over what is there now, and a subject's spec field by field. Pure.</summary>
internal static class SchemaMerge
{
    public static SchemaSpec Over(SchemaSpec now, SchemaSpec origin, SchemaSpec wanted)
    {
        var keepsText = origin.Schema == wanted.Schema && origin.References.SequenceEqual(wanted.References);
        return wanted with
        {
            Type = origin.Type == wanted.Type ? now.Type : wanted.Type,
            Schema = keepsText ? now.Schema : wanted.Schema,
            References = keepsText ? now.References : wanted.References,
            Compatibility = origin.Compatibility == wanted.Compatibility ? now.Compatibility : wanted.Compatibility,
            Description = origin.Description == wanted.Description ? now.Description : wanted.Description,
            DeletedVersions = origin.DeletedVersions.SequenceEqual(wanted.DeletedVersions)
                ? now.DeletedVersions
                : wanted.DeletedVersions,
        };
    }

    /// <summary>A live subject as a spec. A level that nobody asks for isn't looked at.</summary>
    public static SchemaSpec Seen(LiveSchema live, SchemaSpec wanted) =>
        wanted with
        {
            Type = live.Type,
            Schema = live.Text,
            References = live.References,
            Compatibility = wanted.Compatibility is null ? null : live.Level,
            DeletedVersions = live.Versions is { } versions
                ? wanted.DeletedVersions.RemoveAll(d => versions.There.Contains(d.Version))
                : wanted.DeletedVersions,
        };

    public static IReadOnlyList<FieldMove> Between(SchemaSpec from, SchemaSpec to) =>
        [
            .. new FieldMove[]
            {
                new("compatibility", from.Compatibility?.Word(), to.Compatibility?.Word()),
                new(
                    "deletedVersions",
                    VersionDeletion.Listed(from.DeletedVersions),
                    VersionDeletion.Listed(to.DeletedVersions)
                ),
                new("description", $"“{from.Description}”", $"“{to.Description}”"),
                new("references", References(from), References(to)),
                new("schema", SchemaText.InShort(from.Schema), SchemaText.InShort(to.Schema)),
                new("type", from.Type.Title(), to.Type.Title()),
            }.Where(move => move.Before != move.After),
        ];

    private static string References(SchemaSpec spec) =>
        string.Join(", ", spec.References.Select(r => $"{r.Name} = {r.Subject} version {r.Version}"));
}
