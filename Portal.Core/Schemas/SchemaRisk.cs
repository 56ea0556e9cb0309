using Portal.Core.Resources;
using Portal.Schemas.Compatibility;

namespace Portal.Core.Schemas;

/// <summary>How dangerous a plan is for one subject.</summary>
internal static class SchemaRisk
{
    public static IEnumerable<RiskReason> Of(ResourcePlan plan, SchemaEvidence? seen) =>
        plan.Steps.Select(step =>
            step switch
            {
                RegisterSchema { Before: null } => new RiskReason(
                    $"{step.On.Name} is new: nothing that exists is touched.",
                    5
                ),
                RegisterSchema => Version(step, seen),
                SetCompatibility { IsNew: true } => new($"{step.On.Name} begins with its own level.", 0),
                SetCompatibility { After: CompatibilityLevel.None } => new(
                    $"New versions of {step.On.Name} are no longer compared with former ones.",
                    30
                ),
                SetCompatibility => new($"Later versions of {step.On.Name} are judged by another level.", 10),
                DeleteSubject => Deletion(step, seen?.Use),
                DeleteVersion version => Deletion(version, seen?.Use),
                DeleteSubjectPermanently or DeleteVersionPermanently => Permanent(step, seen),
                _ => throw new InvalidOperationException(step.GetType().Name),
            }
        );

    private static RiskReason Deletion(Step step, SubjectUse? use) =>
        use switch
        {
            { ReferredToBy: [_, ..] others } => new(
                $"{string.Join(", ", others)} {(others.Length == 1 ? "builds" : "build")} on {step.On.Name}.",
                60
            ),
            { InRecords.Found: [var most, ..] } => new(
                $"Records of {most.Topic} carry ids of {step.On.Name}: {most.Records} of the newest {most.Of}.",
                60
            ),
            { IsTopicThere: false, AreAllReferences: true } => new(
                $"Clients that find schemas by name no longer find {step.On.Name}; by id they still do.",
                20
            ),
            { Topic: { } topic, IsTopicThere: true } => new(
                $"Producers to {topic} that find {step.On.Name} by its name will fail; by id it still answers.",
                40
            ),
            _ => new($"Who uses {step.On.Name} isn't known.", 40),
        };

    private static RiskReason Deletion(DeleteVersion step, SubjectUse? use) =>
        use switch
        {
            { ReferredToBy: [_, ..] others } => new(
                $"{string.Join(", ", others)} {(others.Length == 1 ? "builds" : "build")} on version {step.Version} of {step.On.Name}.",
                60
            ),
            { InRecords: { } records } when records.MostOf(step.Version) is { } most => new(
                $"Records of {most.Topic} carry the id of version {step.Version} of {step.On.Name}: {most.Records} of the newest {most.Of}.",
                60
            ),
            _ when step.IsNewest => new($"The newest version of {step.On.Name} becomes the one before.", 40),
            _ => new(
                $"Version {step.Version} of {step.On.Name} is no longer found by its number; by id it still is.",
                20
            ),
        };

    private static RiskReason Permanent(Step step, SchemaEvidence? seen) =>
        seen?.Use switch
        {
            { InRecords.Found: [var most, ..] } => new(
                $"Records of {most.Topic} can't be decoded any more: {most.Records} of the newest {most.Of} carry an id that goes.",
                90
            ),
            { InRecords: { AreAllKnown: true } records } use
                when use.IsTopicThere == false || records.Own?.Holds(seen.SeenAt) == true => new(
                $"{step.On.Name} no longer answers by ids that go. Older records, and copies elsewhere, may carry them.",
                40
            ),
            _ => new($"Whether records carry ids of {step.On.Name} that go isn't known.", 60),
        };

    private static RiskReason Version(Step step, SchemaEvidence? seen) =>
        seen
            is {
                Words.IsEmpty: false,
                Verdict: not (SchemaVerdict.NotChecked or SchemaVerdict.Undecided or SchemaVerdict.Unreadable)
            }
            ? new($"The new version of {step.On.Name} is not compatible with the one before.", 40)
            : new($"Readers and writers of {step.On.Name} that use the newest version get another one.", 10);
}
