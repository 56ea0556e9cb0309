using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Transfers;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web.Identity;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Web.Features.People;

/// <summary>What a team can give to another one.</summary>
/// <param name="Owned">By environment, kind, cluster and name.</param>
/// <param name="Others">The teams it can be given to.</param>
public sealed record TransferView(Team Team, IReadOnlyList<PlacedResource> Owned, IReadOnlyList<Team> Others);

/// <summary>A transfer as it is put together: what, to which team, and why.</summary>
public sealed class TransferModel(
    TransferableResources transferable,
    RequestBatches requests,
    TeamDirectory teams,
    StoreWatch store,
    Toaster toaster,
    Me me
) : PageModel<TransferView>
{
    private readonly HashSet<PlacedResource> _chosen = [];
    private readonly OneAct _sending = new();

    public string? To { get; set; }

    public string Reason { get; set; } = "";

    /// <summary>The changes that were requested; none yet.</summary>
    public IReadOnlyList<ChangeId> Requested { get; private set; } = [];

    public IReadOnlyCollection<PlacedResource> Chosen => _chosen;

    public bool IsReady => _chosen.Count > 0 && To is not null;

    /// <param name="only">What is chosen from the beginning: its kind, its cluster by name, and its own name; null: nothing.</param>
    public async Task Load(string name, (string Kind, string Cluster, string Name)? only, CancellationToken stop)
    {
        var all = await teams.All(stop);
        if (all.FirstOrDefault(team => team.Name == name) is not { } team)
        {
            Show(
                new ViewState<TransferView>.NotFound(
                    $"There is no team {name}",
                    "A team comes to be with the first role rule that names it."
                )
            );
            return;
        }

        if (me.May(new CallerAction.RequestChange(team.Id)) is { Granted: false, Words: var words })
        {
            Show(new ViewState<TransferView>.Denied(words, $"Members and approvers of {team.Title}"));
            return;
        }

        var owned = await transferable.Of(name, stop);
        _chosen.IntersectWith(owned);
        if (only is var (kind, cluster, resource))
        {
            _chosen.UnionWith(
                owned.Where(o => o.Kind == new ResourceKind(kind) && o.Cluster == cluster && o.Name == resource)
            );
        }

        Show(new TransferView(team, owned, [.. all.Where(other => other.Id != team.Id)]));
    }

    public bool IsChosen(PlacedResource resource) => _chosen.Contains(resource);

    public void Choose(PlacedResource resource, bool isChosen)
    {
        if (isChosen)
        {
            _chosen.Add(resource);
        }
        else
        {
            _chosen.Remove(resource);
        }
    }

    /// <summary>All of them, or none when all were.</summary>
    public void ToggleAll()
    {
        var owned = Value!.Owned;
        if (_chosen.Count == owned.Count)
        {
            _chosen.Clear();
        }
        else
        {
            _chosen.UnionWith(owned);
        }
    }

    protected override void Forget()
    {
        (To, Reason) = (null, "");
        Requested = [];
        _chosen.Clear();
        _sending.Renew();
    }

    public Task Send() => _sending.Run(Submitted);

    private async Task<bool> Submitted()
    {
        var given = Value!.Owned.Where(_chosen.Contains).ToList();
        var outcome = await store.Ask(() =>
            requests.Submit(me.Caller, ResourceOperation.Transfer, given, To!, Reason, CancellationToken.None)
        );
        Refused = (outcome as Outcome<IReadOnlyList<ChangeId>>.Refused)?.Why;
        if (outcome is Outcome<IReadOnlyList<ChangeId>>.Done(var changes))
        {
            Requested = changes;
            toaster.Say(new Toast(Tone.Ok, "The transfer is requested."));
        }

        Say();
        return Refused is null;
    }
}
