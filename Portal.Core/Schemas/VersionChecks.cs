using Portal.Core.Resources;

namespace Portal.Core.Schemas;

/// <summary>The checks of single versions that are to be deleted: who builds on them, and which records carry their ids.</summary>
internal static class VersionChecks
{
    public static IEnumerable<Finding> Of(
        CheckedResource subject,
        SchemaSpec wanted,
        LiveSchema? live,
        SchemaEvidence? seen
    )
    {
        if (live is null || VersionPlanner.Steps(subject.Request.On, wanted, live) is not [_, ..] steps)
        {
            return [];
        }

        return seen?.Use is { } use
                ?
                [
                    .. Newest(subject, live, steps, use),
                    SubjectChecks.Records(subject, use),
                    SubjectChecks.References(subject, use),
                ]
            : seen is null or { Verdict: SchemaVerdict.NotChecked or SchemaVerdict.Compared }
                ?
                [
                    subject.Say(
                        "use",
                        CheckVerdict.Noted,
                        "Who uses the versions is looked at when the plan is computed."
                    ),
                ]
            : [subject.Say("use", CheckVerdict.Unknown, "Who uses the versions was not looked at.")];
    }

    // Whoever takes the newest by name gets another one.
    private static IEnumerable<Finding> Newest(
        CheckedResource subject,
        LiveSchema live,
        IReadOnlyList<Step> steps,
        SubjectUse use
    )
    {
        if (!steps.Any(step => step is DeleteVersion { IsNewest: true }))
        {
            return [];
        }

        return use.IsTopicThere == false
            ? [subject.Say("use", CheckVerdict.Passed, $"No topic {use.Topic} is on its cluster.")]
            :
            [
                subject.Say(
                    "use",
                    CheckVerdict.NeedsOverride,
                    $"Who takes the newest version of {live.Subject} gets version {live.Versions?.BeforeNewest} again, and producers that have version {live.Newest.Version} in use go on writing by it."
                ),
            ];
    }
}
