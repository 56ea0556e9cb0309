using Portal.Core;
using Portal.Core.People.Requests;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web.Identity;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Web.Features.People.Requests;

/// <param name="Mine">Newest first.</param>
/// <param name="ToDecide">By who looks.</param>
/// <param name="Teams">All of them, by title.</param>
/// <param name="WhyNot">Why who looks can't request a role; null when they can.</param>
public sealed record RoleRequestsView(
    IReadOnlyList<RoleRequestRow> Mine,
    IReadOnlyList<RoleRequestRow> ToDecide,
    IReadOnlyList<Team> Teams,
    string? WhyNot
);

/// <summary>One's own requests for roles: sent, followed, withdrawn; and those of others that wait for who looks.</summary>
public sealed class RoleRequestsModel(
    RoleRequests requests,
    RoleRequestList list,
    TeamDirectory teams,
    StoreWatch store,
    Toaster toaster,
    Me me,
    TimeProvider time
) : PageModel<RoleRequestsView>
{
    public const int Shown = 100;

    private readonly OneAct _sending = new();

    public RoleRequestForm Form { get; private set; } = new();

    public string? WrongWith(string field) => Refused?.Fields?.GetValueOrDefault(field);

    public async Task Load(CancellationToken stop) =>
        Show(
            new RoleRequestsView(
                await list.Mine(me.Known, null, Shown, stop),
                await list.ToDecide(me.Caller, stop),
                await teams.All(stop),
                RoleRequests.May(me.Caller) is { Granted: false } no ? no.Words : null
            )
        );

    /// <summary>Once, also by a double click: the second would be refused, beside what the first has sent.</summary>
    public Task Send() => _sending.Run(SendForm);

    private async Task SendForm()
    {
        var wish = Form.ToWish(time.GetUtcNow());
        if (Taken(await store.Ask(() => requests.Send(me.Known, wish, CancellationToken.None))))
        {
            toaster.Say(new Toast(Tone.Ok, "The request is sent."));
            Form = new RoleRequestForm { Team = wish.Team };
        }

        await Again();
    }

    public async Task Withdraw(RoleRequestRow row)
    {
        if (Taken(await store.Ask(() => requests.Withdraw(me.Known, row.Id, CancellationToken.None))))
        {
            toaster.Say(new Toast(Tone.Ok, "The request is withdrawn."));
        }

        await Again();
    }

    public Task Again() => ReadAgain(store, () => Load(CancellationToken.None), me.IsHere);

    private bool Taken(Outcome<RoleRequest> outcome)
    {
        Refused = (outcome as Outcome<RoleRequest>.Refused)?.Why;
        return Refused is null;
    }
}
