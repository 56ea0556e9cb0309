using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Wording;
using Portal.Web.Features.Requests;
using Portal.Web.Identity;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Web.Features.Unowned;

/// <summary>What is on clusters and nobody owns, and what is chosen of it to be claimed or given.</summary>
public sealed partial class UnownedModel(
    UnownedCatalogue unowned,
    UnreadKinds unread,
    ClusterCatalogue clusters,
    OwnerChoices choices,
    RequestBatches requests,
    StoreWatch store,
    Toaster toaster,
    Me me
) : PageModel<UnownedView>
{
    public const int PageSize = 50;

    private readonly OneAct _sending = new();
    private int _pages = 1;

    public string? Team { get; set; }

    public string Reason { get; set; } = "";

    /// <summary>The changes that were requested last; none yet.</summary>
    public IReadOnlyList<ChangeId> Requested { get; private set; } = [];

    public bool IsReady => _chosen.Count > 0 && Team is not null;

    public Task Load(UnownedFilter filter, CancellationToken stop) => ShowNewest(() => Read(filter, stop));

    private async Task<ViewState<UnownedView>> Read(UnownedFilter filter, CancellationToken stop)
    {
        _pages = Value?.Filter is { } before && Same(before, filter) ? _pages : 1;
        var rows = await unowned.Page(filter, null, _pages * PageSize, stop);
        await DropOwned(rows, stop);
        var choice = await choices.Of(stop);
        Team ??= choice is { IsClaim: true, Teams: [var only] } ? only.Name : null;
        var there = (await clusters.All(stop))
            .Select(row => row.Cluster)
            .Where(cluster => filter.Environment is null || cluster.Environment == filter.Environment)
            .Select(cluster => cluster.Name)
            .Order(StringComparer.Ordinal);
        return new ViewState<UnownedView>.Ready(
            new UnownedView(filter, rows, await unowned.Count(filter, stop), choice, [.. there])
            {
                Unread = rows.Count == 0 && filter.IsEmpty ? await unread.In(filter.Environment, stop) : [],
            }
        );
    }

    public async Task More()
    {
        _pages++;
        if (!await store.Read(() => Load(Value!.Filter, CancellationToken.None)))
        {
            _pages--;
        }
    }

    public Task Send() =>
        _sending.Run(async () =>
        {
            // A click that comes right after it was sent finds nothing chosen.
            if (IsReady)
            {
                await Submit();
            }

            return false;
        });

    private async Task Submit()
    {
        var choice = Value!.Choice!;
        var resources = _chosen
            .OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal)
            .Select(pair => new PlacedResource(
                pair.Value.Kind,
                pair.Value.Cluster,
                pair.Value.Environment,
                pair.Value.Name
            ))
            .ToList();
        var outcome = await store.Ask(() =>
            requests.Submit(me.Caller, choice.Operation, resources, Team!, Reason, CancellationToken.None)
        );
        Refused = (outcome as Outcome<IReadOnlyList<ChangeId>>.Refused)?.Why;
        if (outcome is Outcome<IReadOnlyList<ChangeId>>.Done(var changes))
        {
            (Requested, Reason) = (changes, "");
            ChooseNone();
            toaster.Say(new Toast(Tone.Ok, choice.IsClaim ? "The claim is requested." : "Given: being recorded."));
            if (await store.Read(() => Load(Value!.Filter, CancellationToken.None)))
            {
                return;
            }
        }

        Say();
    }

    private static bool Same(UnownedFilter one, UnownedFilter other) =>
        one with { Kinds = null, Clusters = null } == other with { Kinds = null, Clusters = null }
        && (one.Kinds ?? []).SequenceEqual(other.Kinds ?? [], StringComparer.Ordinal)
        && (one.Clusters ?? []).SequenceEqual(other.Clusters ?? [], StringComparer.Ordinal);
}
