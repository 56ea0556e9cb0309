using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web.Identity;

namespace Portal.Web.Features.Requests;

/// <summary>Asking for a change of one resource from its own page, without a form: a change like any other.</summary>
public sealed class PageRequest(
    ChangeRequests requests,
    TeamDirectory teams,
    IClusterHealth health,
    StoreWatch silence,
    Me me
)
{
    /// <summary>Whether this person may ask to change or delete what this team owns.</summary>
    public async Task<bool> MayAsk(string owner, ResourceRef of, CancellationToken stop) =>
        MayAsk((await teams.Find(owner, stop))?.Id, of);

    /// <param name="owner">Null: nobody's, so there is nothing to ask.</param>
    public bool MayAsk(TeamId? owner, ResourceRef of) =>
        owner is { } team
        && me.May(
            new CallerAction.RequestChange(
                team,
                health.Current.GetValueOrDefault(of.Cluster) is { } at
                    ? new ResourcePlace(at.Environment, of.Kind.Word, of.Cluster, of.Name)
                    : null
            )
        ).Granted;

    /// <param name="owner">The name of its team.</param>
    public Task<Outcome<ChangeId>> Ask(ResourceDraft resource, string owner, string reason) =>
        silence.Ask(() =>
            requests.Submit(me.Caller, new ChangeDraft("", reason, owner, [resource]), CancellationToken.None)
        );

    /// <param name="on">What is to be deleted: its kind, its cluster by name, and its own name.</param>
    /// <param name="typed">The name as the person typed it again.</param>
    public Task<Outcome<ChangeId>> Delete(
        (ResourceKind Kind, string Cluster, string Name) on,
        string owner,
        string typed,
        string reason,
        bool isPermanent = false
    ) =>
        Ask(
            new(on.Kind, ResourceOperation.Delete, on.Cluster, on.Name, null, typed, IsPermanent: isPermanent),
            owner,
            reason
        );
}
