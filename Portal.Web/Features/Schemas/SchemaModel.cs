using Portal.Core;
using Portal.Core.Changes.Lists;
using Portal.Core.Schemas;
using Portal.Core.Teams;
using Portal.Web.Features.Requests;
using Portal.Web.Identity;
using Portal.Web.Pages;

namespace Portal.Web.Features.Schemas;

/// <summary>A subject with everything its page shows.</summary>
/// <param name="Use">Who would miss it.</param>
/// <param name="Changes">Those about it, newest first.</param>
/// <param name="MayChange">This person may ask to change or delete it.</param>
/// <param name="Read">The version that was chosen, or else the newest, with what it refers to; null: it isn't there, or isn't shown.</param>
/// <param name="Compared">The two versions that were chosen; null: they aren't there, or aren't shown.</param>
public sealed record SchemaView(
    SchemaDetails Schema,
    SubjectUse Use,
    IReadOnlyList<ChangeRow> Changes,
    bool MayChange,
    PayloadSchema? Read,
    ComparedVersions? Compared
)
{
    public const int ChangesShown = 20;

    /// <summary>How many changes there are about it; null when there may be more than are shown.</summary>
    public int? ChangeCount => Changes.Count < ChangesShown ? Changes.Count : null;
}

/// <summary>Which texts a view of a subject reads.</summary>
public abstract record SchemaReading
{
    private SchemaReading() { }

    public sealed record Nothing : SchemaReading;

    /// <param name="Version">Null: the newest.</param>
    public sealed record One(int? Version) : SchemaReading;

    /// <inheritdoc cref="SchemaPayloads.Compare"/>
    public sealed record Two(int? From, int? To) : SchemaReading;
}

/// <summary>The deletion of a subject as it was typed.</summary>
public sealed record SubjectDeletion(string TypedName, string Reason, bool IsPermanent);

/// <summary>The deletion of versions of a subject as it was chosen.</summary>
public sealed record VersionDeletions(IReadOnlyList<int> Versions, string Reason, bool ArePermanent);

/// <summary>One subject: what was seen of it, what is wanted, its changes. No page view asks the registry.</summary>
public sealed class SchemaModel(
    SchemaCatalogue schemas,
    SchemaPayloads payloads,
    SubjectUses uses,
    ChangeList changes,
    PageRequest requests
) : PageModel<SchemaView>
{
    public async Task Load(string cluster, string subject, SchemaReading reading, CancellationToken stop)
    {
        if (await schemas.Get(cluster, subject, stop) is not { } found)
        {
            Show(
                new ViewState<SchemaView>.NotFound(
                    $"There is no schema {subject} on {cluster}",
                    "It is not in the cluster's registry, or was not read yet."
                )
            );
            return;
        }

        var about = new ChangeFilter(Cluster: found.Registry.Id, Kind: SchemaKind.Word, Name: subject);
        Show(
            new SchemaView(
                found,
                await uses.Of(found.Registry.Id, subject, stop),
                await changes.Page(about, null, SchemaView.ChangesShown, stop),
                requests.MayAsk(found.Owner, new(SchemaKind.Word, found.Registry.Id, subject)),
                reading is SchemaReading.One(var version) ? await payloads.Open(cluster, subject, version, stop) : null,
                reading is SchemaReading.Two(var from, var to) ? await payloads.Compare(found, from, to, stop) : null
            )
        );
    }

    /// <returns>The change that asks for it, or null when it was refused.</returns>
    public async Task<ChangeId?> AskToDelete(SubjectDeletion asked) =>
        Value is { Schema.Row: { Owner: { } owner } row }
            ? Show(
                await requests.Delete(
                    (SchemaKind.Word, row.Cluster, row.Subject),
                    owner,
                    asked.TypedName,
                    asked.Reason,
                    asked.IsPermanent
                )
            )
            : null;

    /// <returns>The change that asks for it, or null when it was refused.</returns>
    public async Task<ChangeId?> AskToDelete(VersionDeletions asked) =>
        Value is { Schema: { Row.Owner: { } owner, Wanted: { } wanted } schema }
            ? Show(await requests.Ask(VersionDeletionDraft.Of(schema, wanted, asked), owner, asked.Reason))
            : null;

    private ChangeId? Show(Outcome<ChangeId> outcome)
    {
        Refused = (outcome as Outcome<ChangeId>.Refused)?.Why;
        Say();
        return (outcome as Outcome<ChangeId>.Done)?.Value;
    }
}
