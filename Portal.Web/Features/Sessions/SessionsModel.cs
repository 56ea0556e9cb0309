using Portal.Core;
using Portal.Core.People;
using Portal.Core.Store;
using Portal.Web.Identity;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Web.Features.Sessions;

/// <summary>Open sessions as this person may see them.</summary>
/// <param name="Everybody">Everybody's are shown, for platform.</param>
/// <param name="HasMore">There are older ones than are shown.</param>
public sealed record SessionsView(IReadOnlyList<SessionRow> Rows, bool Everybody, bool MaySeeAll, bool HasMore);

/// <summary>Where somebody is signed in: listed, and ended.</summary>
public sealed class SessionsModel(SessionManagement sessions, StoreWatch store, Toaster toaster, Me me)
    : PageModel<SessionsView>
{
    public const int Shown = 500;

    public async Task Load(bool everybody, CancellationToken stop)
    {
        if (!everybody)
        {
            Show(Of(await sessions.Mine(me.Known, null, Shown + 1, stop), everybody));
            return;
        }

        Show(
            await sessions.All(me.Known, null, Shown + 1, stop) switch
            {
                Outcome<IReadOnlyList<SessionRow>>.Done(var rows) => new ViewState<SessionsView>.Ready(
                    Of(rows, everybody)
                ),
                Outcome<IReadOnlyList<SessionRow>>.Refused(var why) => new ViewState<SessionsView>.Denied(
                    why.Words,
                    "Your own are listed under Sessions in the menu of your account."
                ),
                _ => throw new InvalidOperationException(),
            }
        );
    }

    public async Task End(SessionRow row)
    {
        Refused = (
            await store.Ask(() => sessions.End(me.Known, row.Id, CancellationToken.None)) as Outcome<SessionRow>.Refused
        )?.Why;
        if (Refused is null)
        {
            toaster.Say(new Toast(Tone.Ok, $"The session on {row.Browser} has ended, and its open pages with it."));
        }

        await ReadAgain(store, () => Load(Value?.Everybody ?? false, CancellationToken.None), me.IsHere);
    }

    private SessionsView Of(IReadOnlyList<SessionRow> rows, bool everybody) =>
        new([.. rows.Take(Shown)], everybody, SessionManagement.MaySeeAll(me.Known).Granted, rows.Count > Shown);
}
