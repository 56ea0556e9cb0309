using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Schemas;

namespace Portal.Web.Features.Schemas;

/// <summary>The deletion of versions as it is requested: an update of their subject, as any other.</summary>
internal static class VersionDeletionDraft
{
    public static ResourceDraft Of(SchemaDetails schema, SchemaSpec wanted, VersionDeletions asked) =>
        new(
            SchemaKind.Word,
            ResourceOperation.Update,
            schema.Row.Cluster,
            schema.Row.Subject,
            Without(wanted, schema.Versions, asked),
            // The text is wanted even where nobody edits it: what somebody else registered goes.
            Base: NewNewest(schema.Versions, asked) is null ? wanted : null
        );

    /// <summary>The spec with these versions deleted. Where the newest is among them, its text is that of the newest that stays.</summary>
    /// <param name="seen">Its versions, newest first.</param>
    public static SchemaSpec Without(SchemaSpec wanted, IReadOnlyList<SeenSchema> seen, VersionDeletions asked)
    {
        var spec = NewNewest(seen, asked) is { } stays
            ? wanted with
            {
                Type = stays.Type,
                Schema = stays.Text,
                References = stays.Refs,
            }
            : wanted;
        return spec with
        {
            DeletedVersions =
            [
                .. wanted
                    .DeletedVersions.Where(d => !asked.Versions.Contains(d.Version))
                    .Concat(asked.Versions.Select(version => new VersionDeletion(version, asked.ArePermanent)))
                    .OrderBy(d => d.Version),
            ],
        };
    }

    // The newest that stays, where the newest is among those that go.
    private static SeenSchema? NewNewest(IReadOnlyList<SeenSchema> seen, VersionDeletions asked)
    {
        var there = seen.Where(version => version.GoneAt is null).ToList();
        return there is [var newest, ..] && asked.Versions.Contains(newest.Version)
            ? there.Find(version => !asked.Versions.Contains(version.Version))
            : null;
    }
}
