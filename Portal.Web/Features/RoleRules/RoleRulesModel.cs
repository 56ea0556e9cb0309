using Portal.Core;
using Portal.Core.People.Federation;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web.Identity;
using Portal.Web.Pages;
using Portal.Web.Parts;
using Rules = Portal.Core.People.Federation.RoleRules;

namespace Portal.Web.Features.RoleRules;

/// <summary>Rules, the people they are about, and the form of a new one.</summary>
public sealed record RoleRulesView(
    IReadOnlyList<RuleRow> Rows,
    IReadOnlyList<FederatedPerson> People,
    IReadOnlyList<Team> Teams
);

/// <summary>Which groups have which roles: a rule is previewed, then added or removed.</summary>
public sealed class RoleRulesModel(
    Rules rules,
    ConfiguredProviders providers,
    TeamDirectory teams,
    StoreWatch store,
    Toaster toaster,
    Me me
) : PageModel<RoleRulesView>
{
    // Not by what loads the page: a page that was rendered before is not loaded again.
    public RuleForm Form { get; private set; } =
        providers.All is [var first, ..] ? new() { Provider = first.Key, Claim = first.GroupClaim } : new();

    public IReadOnlyList<ConfiguredProvider> Providers => providers.All;

    /// <summary>What the rule in the form would change; null while it wasn't asked for.</summary>
    public RuleEffect? Addition { get; private set; }

    /// <summary>What removing the chosen rule would change.</summary>
    public RuleEffect? Removal { get; private set; }

    public string? WrongWith(string field) => Refused?.Fields?.GetValueOrDefault(field);

    public async Task Load(CancellationToken stop)
    {
        if (Rules.May(me.Known) is { Granted: false } no)
        {
            Show(new ViewState<RoleRulesView>.Denied(no.Words, "Contact a platform engineer."));
            return;
        }

        if (
            await rules.Rules(me.Known, stop) is Outcome<IReadOnlyList<RuleRow>>.Done(var rows)
            && await rules.People(me.Known, stop) is Outcome<IReadOnlyList<FederatedPerson>>.Done(var people)
        )
        {
            Show(new RoleRulesView(rows, people, await teams.All(stop)));
        }
    }

    /// <summary>What was shown isn't what the form says any more.</summary>
    public void Edited() => (Addition, Refused) = (null, null);

    /// <summary>Another provider has other claims.</summary>
    public void Choose(string? provider)
    {
        Form.Provider = provider ?? "";
        Form.Claim = providers.Find(Form.Provider)?.GroupClaim ?? "";
        Edited();
    }

    public async Task Preview()
    {
        Addition = Taken(await store.Ask(() => rules.PreviewAddition(me.Known, Form.ToWish(), CancellationToken.None)));
        Say();
    }

    public async Task Add()
    {
        var wish = Form.ToWish();
        if (Taken(await store.Ask(() => rules.Add(me.Known, wish, CancellationToken.None))) is not null)
        {
            toaster.Say(new Toast(Tone.Ok, $"The rule for {wish.Value} is added."));
            Form = new RuleForm { Provider = wish.Provider, Claim = wish.Claim };
            Addition = null;
        }

        await Again();
    }

    /// <summary>Looks at what removing a rule would change.</summary>
    public async Task PreviewRemoval(RuleRow row)
    {
        Removal = Taken(await store.Ask(() => rules.PreviewRemoval(me.Known, row.Id, CancellationToken.None)));
        Say();
    }

    public async Task Remove(RuleRow row)
    {
        if (Taken(await store.Ask(() => rules.Remove(me.Known, row.Id, CancellationToken.None))) is not null)
        {
            toaster.Say(new Toast(Tone.Ok, $"The rule for {row.Value} is removed."));
        }

        await Again();
    }

    private RuleEffect? Taken(Outcome<RuleEffect>? outcome)
    {
        Refused = (outcome as Outcome<RuleEffect>.Refused)?.Why;
        return (outcome as Outcome<RuleEffect>.Done)?.Value;
    }

    private Task Again() => ReadAgain(store, () => Load(CancellationToken.None));
}
