using Portal.Core;
using Portal.Core.People.BreakGlass;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web.Identity;
using Portal.Web.Pages;

namespace Portal.Web.Features.BreakGlass;

/// <param name="Rows">Newest first.</param>
/// <param name="Teams">All of them, by title.</param>
/// <param name="WhyNot">Why who looks can't open one; null when they can.</param>
public sealed record BreakGlassView(
    IReadOnlyList<BreakGlassRow> Rows,
    IReadOnlyList<Team> Teams,
    string? WhyNot,
    TimeSpan Lasts,
    DateTimeOffset ReadAt
);

/// <summary>Break-glass access as it is typed.</summary>
public sealed class BreakGlassForm
{
    public string Team { get; set; } = "";
    public Role Role { get; set; } = Role.OnCall;
    public string Reason { get; set; } = "";
}

/// <summary>Break-glass access: all that there was, and the form that opens it.</summary>
public sealed class BreakGlassModel(
    BreakGlassList list,
    BreakGlassOpening opening,
    BreakGlassConfirmation confirmation,
    TeamDirectory teams,
    StoreWatch store,
    Me me,
    TimeProvider time
) : PageModel<BreakGlassView>
{
    public const int Shown = 100;

    public BreakGlassForm Form { get; } = new();

    public string? WrongWith(string field) => Refused?.Fields?.GetValueOrDefault(field);

    public async Task Load(CancellationToken stop) =>
        Show(
            new BreakGlassView(
                await list.Newest(null, Shown, stop),
                await teams.All(stop),
                BreakGlassOpening.May(me.Caller) is { Granted: false } no ? no.Words : null,
                confirmation.Lasts,
                time.GetUtcNow()
            )
        );

    /// <returns>The number of what was opened; null when it was refused.</returns>
    public async Task<long?> Open()
    {
        var wish = new BreakGlassWish(Form.Team, Form.Role, Form.Reason);
        var outcome = await store.Ask(() => opening.Open(me.Known, wish, CancellationToken.None));
        Refused = (outcome as Outcome<BreakGlassAccess>.Refused)?.Why;
        Say();
        return (outcome as Outcome<BreakGlassAccess>.Done)?.Value.Id;
    }
}
