using Portal.Core;
using Portal.Core.Changes.Lists;
using Portal.Core.Schemas;
using Portal.Core.Teams;
using Portal.Web.Identity;
using Portal.Web.Pages;

namespace Portal.Web.Features.Schemas;

/// <summary>A subject with everything its page shows.</summary>
/// <param name="Changes">Those about it, newest first.</param>
/// <param name="MayChange">This person may ask to change it.</param>
public sealed record SchemaView(SchemaDetails Schema, IReadOnlyList<ChangeRow> Changes, bool MayChange)
{
    public const int ChangesShown = 20;

    /// <summary>How many changes there are about it; null when there may be more than are shown.</summary>
    public int? ChangeCount => Changes.Count < ChangesShown ? Changes.Count : null;
}

/// <summary>One subject: what was seen of it, what is wanted, its changes. No page view asks the registry.</summary>
public sealed class SchemaModel(SchemaCatalogue schemas, ChangeList changes, Me me) : PageModel<SchemaView>
{
    public async Task Load(string cluster, string subject, CancellationToken stop)
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
                await changes.Page(about, null, SchemaView.ChangesShown, stop),
                found.Owner is { } owner && me.May(new CallerAction.RequestChange(owner)).Granted
            )
        );
    }
}
