using System.Collections.Immutable;
using Portal.Core.Resources;

namespace Portal.Core.Schemas;

/// <summary>Versions of a subject whose use is looked at.</summary>
/// <param name="Numbers">Empty: all of them.</param>
/// <param name="ArePermanentlyGone">They are to be deleted permanently: ids that others have as well still answer.</param>
public sealed record UsedVersions(ImmutableArray<int> Numbers, bool ArePermanentlyGone)
{
    /// <summary>The subjects that the same change deletes: they miss nothing.</summary>
    public IReadOnlyList<string> DeletedToo { get; init; } = [];

    /// <summary>The versions that the same change deletes permanently, of all subjects: they keep no id.</summary>
    public IReadOnlyCollection<(string Subject, int Version)> PermanentlyGoneToo { get; init; } = [];

    /// <summary>The version that is about to be registered; null: none.</summary>
    public RegisterSchema? Registered { get; init; }

    /// <summary>All steps of the plan that registers it: jobs that it starts run with the new version, and those that it cancels with none.</summary>
    public IReadOnlyCollection<Step> Planned { get; init; } = [];

    /// <summary>The subject's newest, as its registry has it; null: not known.</summary>
    public SchemaVersion? Newest { get; init; }

    public static readonly UsedVersions All = new([], ArePermanentlyGone: false);

    /// <summary>Those that a plan deletes; null when it deletes none.</summary>
    public static UsedVersions? Deleted(IReadOnlyList<Step> steps)
    {
        var isPermanent = steps.Any(step => step is DeleteSubjectPermanently or DeleteVersionPermanently);
        ImmutableArray<int> numbers =
        [
            .. steps
                .Select(step =>
                    step switch
                    {
                        DeleteVersion soft => soft.Version,
                        DeleteVersionPermanently permanent => permanent.Version,
                        _ => (int?)null,
                    }
                )
                .OfType<int>()
                .Concat(steps.OfType<DeleteSubjectPermanently>().SelectMany(step => step.Versions))
                .Distinct(),
        ];
        return !numbers.IsEmpty || steps.Any(step => step is DeleteSubject or DeleteSubjectPermanently)
            ? new(numbers, isPermanent)
            : null;
    }

    /// <summary>The versions that steps delete permanently.</summary>
    public static IReadOnlyCollection<(string Subject, int Version)> PermanentlyGone(IReadOnlyCollection<Step> steps) =>
        [
            .. steps
                .OfType<DeleteSubjectPermanently>()
                .SelectMany(step => step.Versions.Select(version => (step.On.Name, version))),
            .. steps.OfType<DeleteVersionPermanently>().Select(step => (step.On.Name, step.Version)),
        ];
}
