using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Core.People.Requests;
using Portal.Core.Store;
using Portal.Web.Identity;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Web.Features.Changes;

/// <summary>Lists of changes with a preview of one beside them: what waits for me first.</summary>
public sealed class ChangesModel(
    ChangeList list,
    ChangeInbox inbox,
    ChangeDetails details,
    RequestDrafts drafts,
    RoleRequestList roleRequests,
    Voting voting,
    StoreWatch store,
    Me me,
    Toaster toaster
) : PageModel<ChangesView>
{
    private const int PageSize = 50;

    private int _pages = 1;
    private ChangeId? _voted;

    public string Who => me.Caller.Actor.Name;

    public Task Load(string? tab, string? words, string? environment, long? chosen, CancellationToken stop) =>
        ShowNewest(() => Read(new ChangesQuery(tab, words, environment, chosen), stop));

    private async Task<ViewState<ChangesView>> Read(ChangesQuery query, CancellationToken stop)
    {
        var (tab, words, environment, chosen) = query;
        _pages = Value?.Query is { } before && before.Tab == tab && before.Words == words ? _pages : 1;
        var (kept, voted) = (Kept(query), _voted);
        var open = TabOf(tab);
        var take = _pages * PageSize;
        var begun = open == ChangesTab.Drafts ? await drafts.Of(me.Caller, stop) : [];
        var rows =
            open == ChangesTab.Drafts ? []
            : open == ChangesTab.Mine ? await inbox.For(me.Caller, words, take + 1, stop)
            : await list.Page(Filter(open, words, environment), null, take + 1, stop);
        var toDecide = await roleRequests.ToDecide(me.Caller, stop);
        // What is listed whole needn't be counted.
        var mine =
            open == ChangesTab.Mine && words is not { Length: > 0 } && rows.Count <= take
                ? rows.Count
                : await inbox.CountFor(me.Caller, stop);
        var counts = new Dictionary<ChangesTab, int> { [ChangesTab.Mine] = mine + toDecide.Count };
        counts[ChangesTab.Drafts] = await drafts.Count(me.Caller, stop);
        foreach (var other in new[] { ChangesTab.Requested, ChangesTab.UnderWay, ChangesTab.Stuck })
        {
            counts[other] = await list.Count(Filter(other, null, environment), stop);
        }

        var shown = rows.Take(take).ToList();
        var looked = chosen is { } number ? new ChangeId(number) : kept ?? shown.FirstOrDefault()?.Id;
        var preview = looked is { } id ? await details.Get(id, stop) : null;
        _voted = _voted == voted ? null : _voted;
        return new ViewState<ChangesView>.Ready(
            new ChangesView(
                query,
                open,
                shown,
                counts,
                preview is null ? null : new ChangeShown(preview, ChangeOffers.Of(preview, me.Caller, me.May)),
                rows.Count > take,
                begun,
                open == ChangesTab.Mine ? toDecide : []
            )
        );
    }

    public async Task More()
    {
        _pages++;
        if (!await store.Read(Again))
        {
            _pages--;
        }
    }

    public async Task DeleteDraft(DraftId draft)
    {
        Refused = await store.Ask(() => drafts.Delete(me.Caller, draft, CancellationToken.None))
            is Outcome<DraftId>.Refused refused
            ? refused.Why
            : null;
        await AgainUnlessSilent();
    }

    /// <returns>Why it was refused; null when it counts.</returns>
    public async Task<Refusal?> Vote(ChangeId change, Ballot ballot)
    {
        var outcome = await store.Ask(() => voting.Cast(me.Caller, change, ballot, CancellationToken.None));
        Refused = outcome is Outcome<ChangeState>.Refused refused ? refused.Why : null;
        if (Refused is null)
        {
            _voted = change;
            toaster.Say(new Toast(Tone.Ok, $"Your vote on #{change} is in.", Layout.Addresses.Change(change), "Open"));
        }

        await AgainUnlessSilent();
        return ToDialog();
    }

    // A store that is silent shows nothing newer.
    private async Task AgainUnlessSilent()
    {
        if ((Refused is not null && store.SilentSince is not null) || !await store.Read(Again))
        {
            Say();
        }
    }

    public Task Again() =>
        Value?.Query is { } query
            ? Load(query.Tab, query.Words, query.Environment, query.Chosen, CancellationToken.None)
            : Task.CompletedTask;

    // Whoever reads a change goes on reading it, whatever becomes of it: another in its place might get the vote. One's own vote leads to the next.
    private ChangeId? Kept(ChangesQuery query) =>
        Value is { Preview.Change.Row.Id: var id } && Value.Query == query && id != _voted ? id : null;

    private ChangeFilter Filter(ChangesTab tab, string? words, string? environment) =>
        tab switch
        {
            ChangesTab.Requested => new ChangeFilter(RequestedBy: Who, Search: words),
            ChangesTab.UnderWay => new ChangeFilter(ChangeStates.UnderWay, environment, Search: words),
            ChangesTab.Stuck => new ChangeFilter([ChangeState.Stuck], environment, Search: words),
            _ => new ChangeFilter(Environment: environment, Search: words),
        };

    private static ChangesTab TabOf(string? word) =>
        Enum.TryParse<ChangesTab>(word, ignoreCase: true, out var tab) && Enum.IsDefined(tab) ? tab : ChangesTab.Mine;
}
