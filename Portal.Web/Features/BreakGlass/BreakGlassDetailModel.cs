using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.People.BreakGlass;
using Portal.Core.Store;
using Portal.Web.Identity;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Web.Features.BreakGlass;

/// <param name="Events">What its person did meanwhile, newest first; null where that isn't for who looks, or there was no role.</param>
/// <param name="MayConfirm">Who looks may confirm it.</param>
/// <param name="MayEnd">Who looks may end or withdraw it.</param>
/// <param name="MayReview">Who looks may review it.</param>
public sealed record BreakGlassDetail(
    BreakGlassRow Row,
    BreakGlassState State,
    IReadOnlyList<AuditEvent>? Events,
    bool MayConfirm,
    bool MayEnd,
    bool MayReview
);

/// <summary>One break-glass access: confirmed, ended, reviewed.</summary>
public sealed class BreakGlassDetailModel(
    BreakGlassList list,
    BreakGlassConfirmation confirmation,
    BreakGlassClosing closing,
    StoreWatch store,
    Toaster toaster,
    Me me,
    TimeProvider time
) : PageModel<BreakGlassDetail>
{
    private readonly OneAct _closing = new();
    private long? _requested;

    public string ReviewText { get; set; } = "";

    // Prerendered data are taken over without being loaded here, so the page says which it is.
    private long Id => Value!.Row.Id;

    public Task Load(long id, CancellationToken stop)
    {
        _requested = id;
        return ShowNewest(async () =>
            await list.Find(id, stop) is { } row
                ? new ViewState<BreakGlassDetail>.Ready(await Detail(row, stop))
                : new ViewState<BreakGlassDetail>.NotFound(
                    $"There is no break-glass access {id}",
                    "All that there was is listed under Break-glass access."
                )
        );
    }

    private async Task<BreakGlassDetail> Detail(BreakGlassRow row, CancellationToken stop)
    {
        var (who, state) = (me.Caller, row.StateAt(time.GetUtcNow()));
        return new(
            row,
            state,
            await list.Events(who, row, stop),
            state == BreakGlassState.Waiting && BreakGlassConfirmation.May(who, row.Handle).Granted,
            state is BreakGlassState.Waiting or BreakGlassState.InForce
                && BreakGlassClosing.MayEnd(who, row.Handle, row.Confirmer).Granted,
            state == BreakGlassState.ReviewOpen && BreakGlassClosing.MayReview(who, row.Handle, row.Confirmer!).Granted
        );
    }

    /// <returns>Why it was refused; null when it is confirmed.</returns>
    public async Task<Refusal?> Confirm()
    {
        await Act(
            () => confirmation.Confirm(me.Known, Id, CancellationToken.None),
            "It is confirmed: the role counts from now on."
        );
        return ToDialog();
    }

    // Once, also by a double click: the second would be refused, beside what the first has done.
    public Task End() =>
        _closing.Run(() => Act(() => closing.End(me.Known, Id, CancellationToken.None), "It is over."));

    public Task Review() =>
        _closing.Run(() =>
            Act(() => closing.Review(me.Known, Id, ReviewText, CancellationToken.None), "The review is closed.")
        );

    protected override void Forget() => ReviewText = "";

    private async Task Act(Func<Task<Outcome<BreakGlassAccess>>> act, string done)
    {
        var id = Id;
        Refused = (await store.Ask(act) as Outcome<BreakGlassAccess>.Refused)?.Why;
        if (Refused is null)
        {
            toaster.Say(new Toast(Tone.Ok, done));
        }

        // The page may be another one's now.
        await ReadAgain(store, () => Load(_requested ?? id, CancellationToken.None), me.IsHere);
    }
}
