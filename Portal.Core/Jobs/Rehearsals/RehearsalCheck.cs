using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs.Rehearsals;

/// <summary>Whether an upgrade is rehearsed, and whether there is room for it beside the running version.</summary>
internal static class RehearsalCheck
{
    public const string Name = "rehearsal";

    private const string Trusted =
        " The portal trusts its program in this: one that doesn't keep to its arguments writes the real topics, or ends the running version's transactions.";

    /// <summary>Null where there is nothing to say: no upgrade of what runs, or one that nobody wants rehearsed.</summary>
    public static Finding? Of(CheckedResource resource, JobSpec wanted, LiveJob? live, JobEvidence? seen)
    {
        if (
            live is not { IsAlive: true, Definition: { } now }
            || (now == wanted.Definition && wanted is { RestoreFrom: null, NewestSchemas: false })
            || !wanted.IsRehearsed
        )
        {
            return null;
        }

        if (RehearsalPlan.Obstacle(wanted, live) is { } obstacle)
        {
            return resource.Say(Name, CheckVerdict.Noted, $"The new version isn't rehearsed: {obstacle}.");
        }

        var needs = Quantity.Of(wanted.Definition.Parallelism, "slot", "slots");
        return seen switch
        {
            { Slots: { } free } when free < wanted.Definition.Parallelism => resource.Say(
                Name,
                CheckVerdict.NeedsOverride,
                $"The rehearsal needs {needs} beside the running version, and {Quantity.Count(free)} are free: it would wait for them and then fail. Add task managers, or request the upgrade without a rehearsal."
            ),
            _ => resource.Say(
                Name,
                CheckVerdict.Passed,
                $"The new version is rehearsed beside the running one first: from a savepoint, on scratch topics, with {needs}. Nothing of the running version is touched until it is stable.{(wanted.Definition.Program is null ? "" : Trusted)}"
            ),
        };
    }
}
