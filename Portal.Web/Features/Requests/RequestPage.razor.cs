using Microsoft.AspNetCore.Components;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Web.Features.Kinds;
using Portal.Web.Layout;
using Portal.Web.Live;
using Portal.Web.Pages;

namespace Portal.Web.Features.Requests;

public abstract partial class RequestPage : DraftPage<RequestModel>
{
    private RequestOf? _opened;
    private long? _resumed;

    /// <summary>The draft to go on with.</summary>
    [SupplyParameterFromQuery(Name = "draft")]
    public long? Draft { get; set; }

    // What holds it up may pass by itself.
    protected override LiveOn LivesOn => LiveOn.Health | LiveOn.Changes;

    protected override bool IsOfAllClusters => false;

    protected override string? DraftAddress =>
        Model.Value?.Saved?.Id is { } draft ? Addresses.Draft(Model.Address!, draft) : null;

    /// <summary>What the address asks for.</summary>
    protected abstract RequestOf What { get; }

    [Inject]
    private KindForms Forms { get; set; } = default!;

    [Inject]
    private KindViews Views { get; set; } = default!;

    private string Title =>
        What switch
        {
            RequestOf.Change change => $"Change {change.Name}",
            RequestOf.New { IsStream: true } => "Request a stream",
            RequestOf.New { Kind: var kind } => $"Request a {Views.Of(kind).Noun}",
            RequestOf.Copy(var id) => $"Request another like #{id}",
            _ => "Edit the request",
        };

    // Where it came from, and where a person finds what was requested.
    private (string Title, string Address) List =>
        What switch
        {
            RequestOf.Change change => Forms.Of(change.Kind).List,
            RequestOf.New { Kind: var kind } => Forms.Of(kind).List,
            _ => ("Changes", Addresses.Changes),
        };

    private string Crumb =>
        What switch
        {
            RequestOf.Change change => change.Name,
            RequestOf.Resubmission(var id) => $"Edit #{id}",
            RequestOf.Copy(var id) => $"Another like #{id}",
            _ => "Request",
        };

    private string Lede =>
        What switch
        {
            RequestOf.New { Like: { } original } => $"Filled in as {original.Name} on {original.Cluster} is now.",
            RequestOf.New { IsStream: true } =>
                "A topic and the schema of its messages: requested, approved and applied together.",
            RequestOf.New { Kind: var kind } => Forms.Of(kind).Lede,
            RequestOf.Copy =>
                "What was created is filled in as it was requested then, under a name of its own; what was edited, as it is now with that edit.",
            _ => "Edit the fields to change; everything else stays.",
        };

    // One noun while there is one kind.
    private string Noun(RequestView view) =>
        view.Form.Resources.Select(r => r.Kind).Distinct().ToList() is [var only] ? Views.Of(only).Noun : "resource";

    // The browser's address names the draft as soon as there is one: going back to it leads to the draft that is open here.
    private bool IsOpened =>
        _opened == What
        && (
            Draft == _resumed
            || (Draft is { } draft && Model.Value?.Saved?.Id is { } saved && saved == new DraftId(draft))
        );

    // What somebody has typed outlives every other change of the address.
    protected override Task Open(CancellationToken stop)
    {
        if (IsOpened && Model.State is not ViewState<RequestView>.Broken)
        {
            TakeAddress();
            return Model.LookAgain(stop);
        }

        TookOver();
        return Draft is { } draft ? Model.Resume(new DraftId(draft), stop) : Model.Open(What, stop);
    }

    protected override void TookOver()
    {
        (_opened, _resumed) = (What, Draft);
        TakeAddress();
    }

    // With the environment that it names.
    private void TakeAddress() =>
        Model.Address = new Uri(Navigation.GetUriWithQueryParameter("draft", (long?)null)).PathAndQuery;

    private async Task Send()
    {
        if (await Model.Send() is { } id)
        {
            Navigation.NavigateTo(Addresses.Change(id));
        }
    }
}
