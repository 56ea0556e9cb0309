using Portal.Core;
using Portal.Core.People.Leaving;
using Portal.Core.People.Roster;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web.Identity;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Web.Features.People;

/// <summary>Who leaves with what they would leave behind, and who could take over.</summary>
/// <param name="Successors">By name; who isn't disabled.</param>
public sealed record HandOverView(LeavingPerson Person, bool IsMe, IReadOnlyList<PersonRow> Successors);

/// <summary>Handing over when somebody leaves.</summary>
public sealed class HandOverModel(
    LeavingReading reading,
    HandOver act,
    PeopleList people,
    StoreWatch store,
    Toaster toaster,
    Me me
) : PageModel<HandOverView>
{
    private const int MostOffered = 500;

    private readonly OneAct _doing = new();
    private string? _done;

    public string? Successor { get; set; }

    public string Reason { get; set; } = "";

    /// <summary>It is done; who took over is on the person's page.</summary>
    public bool IsDone => _done is not null && _done == Value?.Person.Handle;

    public string? WrongWith(string field) => Refused?.Fields?.GetValueOrDefault(field);

    public async Task Load(string handle, CancellationToken stop)
    {
        switch (await reading.Of(me.Caller, handle, stop))
        {
            case Outcome<LeavingPerson>.Refused({ Kind: RefusalKind.Denied, Words: var words }):
                Show(new ViewState<HandOverView>.Denied(words, "Contact a platform engineer."));
                break;
            case Outcome<LeavingPerson>.Refused(var why):
                Show(
                    new ViewState<HandOverView>.NotFound(why.Words, "People are listed when they have signed in once.")
                );
                break;
            case Outcome<LeavingPerson>.Done(var person):
                var rows = await people.Page(me.Caller, new PeopleFilter(Disabled: false), null, MostOffered, stop);
                Show(
                    new HandOverView(
                        person,
                        handle == me.Caller.Actor.Name,
                        [.. rows.Where(row => row.Handle != handle).OrderBy(row => row.Name, StringComparer.Ordinal)]
                    )
                );
                break;
        }
    }

    protected override void Forget() => (Successor, Reason, _done) = (null, "", null);

    /// <summary>Once, also by a double click: the second would be written down as another.</summary>
    public Task Do() => _doing.Run(() => IsDone ? Task.CompletedTask : Act());

    private async Task Act()
    {
        var handle = Value!.Person.Handle;
        var wish = new HandOverWish(Successor ?? "", Reason);
        var outcome = await store.Ask(() => act.Do(me.Known, handle, wish, CancellationToken.None));
        Refused = (outcome as Outcome<Person>.Refused)?.Why;
        if (outcome is Outcome<Person>.Done)
        {
            _done = handle;
            toaster.Say(new Toast(Tone.Ok, $"{handle} is disabled; {wish.Successor} takes over."));
        }

        Say();
    }
}
