using Portal.Core;
using Portal.Core.Changes.Approvals;
using Portal.Core.People.Delegations;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web.Identity;
using Portal.Web.Live;
using Portal.Web.Parts;

namespace Portal.Web.Features.People.Delegations;

/// <summary>Gives and ends delegations from a person's page.</summary>
public sealed class DelegationDesk(
    VoteDelegations delegations,
    DelegationEnding ending,
    StoreWatch store,
    Toaster toaster,
    BrowserZone zone,
    Me me,
    TimeProvider time
)
{
    private const int UsualDays = 14;

    private readonly OneAct _giving = new();
    private DateOnly _today;

    public DelegationForm Form { get; private set; } = new();

    /// <summary>Why the last act was refused; null when it wasn't.</summary>
    public Refusal? Refused { get; private set; }

    public string? WrongWith(string field) => Refused?.Fields?.GetValueOrDefault(field);

    /// <summary>Those of these teams that who looks approves for.</summary>
    public IReadOnlyList<Team> Mine(IReadOnlyList<Team> teams) =>
        me.IsHere ? [.. teams.Where(team => VoteDelegations.May(me.Caller, team.Id).Granted)] : [];

    public bool MayEnd(DelegationRow row) => me.May(new CallerAction.EndDelegation(row.Approver, row.Delegate)).Granted;

    /// <summary>A form with nothing typed: two weeks from today on.</summary>
    public void Begin(string team)
    {
        Form = new DelegationForm { Team = team };
        SetDays();
    }

    /// <summary>Today is another day once the browser's zone is known. Days that were typed stay.</summary>
    public void Rezone()
    {
        if (Form.From == _today && Form.Until == _today.AddDays(UsualDays))
        {
            SetDays();
        }
    }

    /// <summary>Once, also by a double click: the second would be refused, beside what the first has given.</summary>
    public Task Give() => _giving.Run(GiveForm);

    private async Task GiveForm()
    {
        var wish = Form.ToWish(time.GetUtcNow(), zone.Zone);
        if (Taken(await store.Ask(() => delegations.Give(me.Known, wish, CancellationToken.None))))
        {
            var from = wish.StartsAt is { } start ? $" from {zone.Local(start):d MMM yyyy} on" : "";
            toaster.Say(new Toast(Tone.Ok, $"{wish.Delegate} votes for you{from}."));
            Begin(wish.Team);
        }
    }

    private void SetDays()
    {
        _today = DateOnly.FromDateTime(zone.Local(time.GetUtcNow()).DateTime);
        (Form.From, Form.Until) = (_today, _today.AddDays(UsualDays));
    }

    public async Task End(DelegationRow row)
    {
        if (Taken(await store.Ask(() => ending.End(me.Known, row.Id, CancellationToken.None))))
        {
            toaster.Say(new Toast(Tone.Ok, "The delegation is over."));
        }
    }

    private bool Taken(Outcome<VoteDelegation> outcome)
    {
        Refused = (outcome as Outcome<VoteDelegation>.Refused)?.Why;
        return Refused is null;
    }
}
