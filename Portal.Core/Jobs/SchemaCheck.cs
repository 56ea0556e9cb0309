using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>Which schema versions a start takes in place of those that run, as a check.</summary>
internal static class SchemaCheck
{
    public const string Name = "schemas";

    /// <summary>Null where there is nothing to say: no table changes, and nobody requested that one does.</summary>
    public static Finding? Of(CheckedResource resource, JobSpec wanted, LiveJob? live, JobEvidence? seen) =>
        (live, seen) switch
        {
            (_, { Schemas: [_, ..] moves }) => resource.Say(
                Name,
                CheckVerdict.Noted,
                $"{Quantity.Of(moves.Length, "table is", "tables are")} generated from another schema version than the one that runs: {string.Join("; ", moves.Select(move => move.InWords))}."
            ),
            _ when !wanted.NewestSchemas => null,
            (_, null) => resource.Say(
                Name,
                CheckVerdict.Noted,
                "Which tables change is looked at when the plan is computed."
            ),
            ({ Definition.Schemas: null }, _) => resource.Say(
                Name,
                CheckVerdict.Noted,
                "Which schema versions it runs with isn't known: it was started before the portal kept them. Its tables are generated from the newest."
            ),
            ({ IsAlive: true, Definition: { } now }, _) when now == wanted.Definition => resource.Say(
                Name,
                CheckVerdict.NeedsOverride,
                "It runs with the newest schema versions already: this restarts it and changes nothing."
            ),
            _ => null,
        };
}
