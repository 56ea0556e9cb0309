namespace Portal.LocalCluster.Registry;

/// <summary>What is asked of a registry that changes nothing; pure.</summary>
public static class RegistryQuestions
{
    public static Answer Subjects(RegistryState state, string? prefix, bool deleted, bool deletedOnly) =>
        Answer.Of(
            state
                .Subjects.Where(subject => prefix is null || subject.Key.StartsWith(prefix, StringComparison.Ordinal))
                .Where(subject => Shown(subject.Value, deleted, deletedOnly).Any())
                .Select(subject => subject.Key)
                .ToList()
        );

    public static Answer Versions(RegistryState state, string subject, bool deleted, bool deletedOnly) =>
        Shown(state.All(subject), deleted, deletedOnly).Select(version => version.Version).ToList()
            is { Count: > 0 } found
            ? Answer.Of(found)
            : Answer.NoSubject(subject);

    /// <returns>Null: it isn't there, or is deleted and nobody asked for those.</returns>
    public static SubjectVersion? Find(RegistryState state, string subject, AskedVersion asked, bool deleted) =>
        (deleted ? state.All(subject) : state.Live(subject)) is var all && asked.Number is { } number
            ? all.Find(version => version.Version == number)
            : all.LastOrDefault();

    public static SchemaView View(RegistryState state, string subject, SubjectVersion version) =>
        View(state.Schemas[version.Id]) with
        {
            Subject = subject,
            Id = version.Id,
            Version = version.Version,
        };

    public static SchemaView View(SchemaContent content) =>
        new(
            Subject: null,
            Id: null,
            Version: null,
            content.Type == "AVRO" ? null : content.Type,
            content.References is { IsEmpty: false } references ? references : null,
            content.Text
        );

    public static IEnumerable<VersionPair> VersionsOf(RegistryState state, int id, bool deleted) =>
        from subject in state.Subjects
        from version in subject.Value
        where version.Id == id && (deleted || !version.IsDeleted)
        select new VersionPair(subject.Key, version.Version);

    /// <summary>Whether this very schema is registered under the subject, and as what.</summary>
    public static Answer Lookup(RegistryState state, string subject, SchemaRequest request, bool deleted)
    {
        if (Shown(state.All(subject), deleted, deletedOnly: false).ToList() is not { Count: > 0 } versions)
        {
            return Answer.NoSubject(subject);
        }

        return new SchemaParsing(state).Parse(request) switch
        {
            ParsedSchema.Broken broken => Answer.Invalid(broken.Why),
            ParsedSchema.Fine fine
                when versions.FindLast(version => state.Schemas[version.Id] == fine.Content) is { } found => Answer.Of(
                View(state, subject, found)
            ),
            _ => Answer.NoSchema(),
        };
    }

    /// <param name="asked">Null: against all versions, as its level says.</param>
    public static Answer Compatibility(
        RegistryState state,
        string subject,
        AskedVersion? asked,
        SchemaRequest request,
        bool verbose
    )
    {
        var parsing = new SchemaParsing(state);
        if (parsing.Parse(request) is not ParsedSchema.Fine fine)
        {
            return Answer.Invalid(((ParsedSchema.Broken)parsing.Parse(request)).Why);
        }

        var against = asked is null ? [.. state.Live(subject)] : One(Find(state, subject, asked, deleted: false));
        if (asked?.Number is { } number && against.Length == 0)
        {
            return state.All(subject).IsEmpty ? Answer.NoSubject(subject) : Answer.NoVersion(number);
        }

        var broken = parsing.Against(subject, fine, against);
        return Answer.Of(new CompatibilityView(broken.Count == 0, verbose ? broken : null));
    }

    private static SubjectVersion[] One(SubjectVersion? version) => version is null ? [] : [version];

    private static IEnumerable<SubjectVersion> Shown(IEnumerable<SubjectVersion> all, bool deleted, bool deletedOnly) =>
        all.Where(version => deletedOnly ? version.IsDeleted : deleted || !version.IsDeleted);
}
