using System.Collections.Immutable;

namespace Portal.LocalCluster.Registry;

/// <summary>A version of a subject. A deleted one is still found by its id, and by whoever asks for deleted ones.</summary>
public sealed record SubjectVersion(int Version, int Id, bool IsDeleted);

/// <summary>Everything the registry knows, as one value.</summary>
/// <param name="Schemas">By id, as long as a version has it, be it a deleted one.</param>
/// <param name="LastId">The highest that was ever given: none is given again.</param>
public sealed record RegistryState(
    ImmutableSortedDictionary<int, SchemaContent> Schemas,
    ImmutableSortedDictionary<string, ImmutableList<SubjectVersion>> Subjects,
    ImmutableSortedDictionary<string, string> Levels,
    ImmutableSortedDictionary<string, string> Modes,
    string Level,
    string Mode,
    int LastId
)
{
    public const string FirstLevel = "BACKWARD";
    public const string FirstMode = "READWRITE";

    public static readonly RegistryState Empty = new(
        ImmutableSortedDictionary<int, SchemaContent>.Empty,
        ImmutableSortedDictionary.Create<string, ImmutableList<SubjectVersion>>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
        FirstLevel,
        FirstMode,
        LastId: 0
    );

    public RegistryState After(RegistryEvent happened) =>
        happened switch
        {
            RegistryEvent.Registered made => this with
            {
                Schemas = Schemas.SetItem(made.Id, made.Content),
                LastId = Math.Max(LastId, made.Id),
                Subjects = Subjects.SetItem(
                    made.Subject,
                    // One that is imported says its number itself.
                    All(made.Subject)
                        .Add(new SubjectVersion(made.Version, made.Id, IsDeleted: false))
                        .Sort((one, other) => one.Version.CompareTo(other.Version))
                ),
            },
            RegistryEvent.VersionDeleted gone => (this with { Subjects = Without(gone) }).WithoutUnused(gone, this),
            RegistryEvent.LevelSet { Subject: null } set => this with { Level = set.Level ?? FirstLevel },
            RegistryEvent.LevelSet set => this with { Levels = With(Levels, set.Subject!, set.Level) },
            RegistryEvent.ModeSet { Subject: null } set => this with { Mode = set.Mode ?? FirstMode },
            RegistryEvent.ModeSet set => this with { Modes = With(Modes, set.Subject!, set.Mode) },
            _ => throw new InvalidDataException(
                $"The journal holds {happened.GetType().Name}, which is nothing known."
            ),
        };

    /// <summary>All versions of a subject, deleted ones too; none of one that isn't there.</summary>
    public ImmutableList<SubjectVersion> All(string subject) => Subjects.GetValueOrDefault(subject, []);

    public ImmutableList<SubjectVersion> Live(string subject) => All(subject).RemoveAll(version => version.IsDeleted);

    public string LevelOf(string subject) => Levels.GetValueOrDefault(subject, Level);

    public string ModeOf(string subject) => Mode == "READONLY_OVERRIDE" ? Mode : Modes.GetValueOrDefault(subject, Mode);

    /// <summary>Why nothing of a subject, or of all that have no mode of their own, may change now; null when it may.</summary>
    public Answer? ReadOnly(string? subject) =>
        (subject is null ? Mode : ModeOf(subject)) is "READONLY" or "READONLY_OVERRIDE"
            ? new Answer.Fault(
                42205,
                subject is null ? "The registry is in read-only mode" : $"Subject {subject} is in read-only mode"
            )
            : null;

    /// <summary>The id that this content has, or the next one.</summary>
    public int IdOf(SchemaContent content) =>
        Schemas.Where(known => known.Value == content).Select(known => known.Key).FirstOrDefault() is > 0 and var id
            ? id
            : LastId + 1;

    /// <summary>Ids of live versions that refer to this one.</summary>
    public IEnumerable<int> ReferrersOf(string subject, int version) =>
        Subjects
            .Values.SelectMany(versions => versions)
            .Where(live => !live.IsDeleted)
            .Where(live => Schemas[live.Id].References.Any(to => to.Subject == subject && to.Version == version))
            .Select(live => live.Id)
            .Distinct();

    // Whose last version is deleted permanently isn't found by its id either.
    private RegistryState WithoutUnused(RegistryEvent.VersionDeleted gone, RegistryState before) =>
        before.All(gone.Subject).Find(version => version.Version == gone.Version) is { } version
        && !Subjects.Values.Any(versions => versions.Exists(other => other.Id == version.Id))
            ? this with
            {
                Schemas = Schemas.Remove(version.Id),
            }
            : this;

    private ImmutableSortedDictionary<string, ImmutableList<SubjectVersion>> Without(RegistryEvent.VersionDeleted gone)
    {
        var left = gone.IsPermanent
            ? All(gone.Subject).RemoveAll(version => version.Version == gone.Version)
            : All(gone.Subject).ConvertAll(v => v.Version == gone.Version ? v with { IsDeleted = true } : v);
        return left.IsEmpty ? Subjects.Remove(gone.Subject) : Subjects.SetItem(gone.Subject, left);
    }

    private static ImmutableSortedDictionary<string, string> With(
        ImmutableSortedDictionary<string, string> all,
        string subject,
        string? word
    ) => word is null ? all.Remove(subject) : all.SetItem(subject, word);
}
