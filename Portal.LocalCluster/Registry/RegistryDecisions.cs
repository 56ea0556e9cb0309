namespace Portal.LocalCluster.Registry;

using Decision = (IReadOnlyCollection<RegistryEvent> Happened, Answer Answer);

/// <summary>What happens when somebody wants to change the registry, by the documentation of Confluent's; pure.</summary>
public static class RegistryDecisions
{
    public static Decision Register(RegistryState state, string subject, SchemaRequest request)
    {
        if (state.ReadOnly(subject) is { } readOnly)
        {
            return ([], readOnly);
        }

        if (state.ModeOf(subject) == "IMPORT" || request.Id > 0)
        {
            return Importing.Import(state, subject, request);
        }

        var parsing = new SchemaParsing(state);
        if (parsing.Parse(request) is not ParsedSchema.Fine fine)
        {
            return ([], Answer.Invalid(((ParsedSchema.Broken)parsing.Parse(request)).Why));
        }

        var live = state.Live(subject);
        if (live.FindLast(version => state.Schemas[version.Id] == fine.Content) is { } known)
        {
            return ([], Id(known.Id));
        }

        var broken = parsing.Against(subject, fine, live);
        if (broken.Count > 0)
        {
            return No(
                409,
                $"Schema being registered is incompatible with an earlier schema for subject \"{subject}\": {string.Join(" ", broken)}"
            );
        }

        var made = new RegistryEvent.Registered(
            subject,
            (state.All(subject).LastOrDefault()?.Version ?? 0) + 1,
            state.IdOf(fine.Content),
            fine.Content
        );
        return ([made], Id(made.Id));
    }

    public static Decision DeleteVersion(
        RegistryState state,
        string subject,
        SubjectVersion? version,
        int asked,
        bool isPermanent
    )
    {
        if (state.ReadOnly(subject) is { } readOnly)
        {
            return ([], readOnly);
        }

        if (state.All(subject).IsEmpty)
        {
            return ([], Answer.NoSubject(subject));
        }

        return version switch
        {
            null => ([], Answer.NoVersion(asked)),
            { IsDeleted: true } when !isPermanent => No(
                40406,
                $"Subject '{subject}' Version {version.Version} was soft deleted. Set permanent=true to delete permanently"
            ),
            { IsDeleted: false } when isPermanent => No(
                40407,
                $"Subject '{subject}' Version {version.Version} was not deleted first before being permanently deleted"
            ),
            _ when Referred(state, subject, version) is { } referred => referred,
            _ => (
                [new RegistryEvent.VersionDeleted(subject, version.Version, isPermanent)],
                Answer.Of(version.Version)
            ),
        };
    }

    public static Decision DeleteSubject(RegistryState state, string subject, bool isPermanent)
    {
        if (state.ReadOnly(subject) is { } readOnly)
        {
            return ([], readOnly);
        }

        var (all, live) = (state.All(subject), state.Live(subject));
        if (all.IsEmpty)
        {
            return ([], Answer.NoSubject(subject));
        }

        if (live.IsEmpty && !isPermanent)
        {
            return No(40404, $"Subject '{subject}' was soft deleted. Set permanent=true to delete permanently");
        }

        if (!live.IsEmpty && isPermanent)
        {
            return No(40405, $"Subject '{subject}' was not deleted first before being permanently deleted");
        }

        if (
            live.Select(version => Referred(state, subject, version)).FirstOrDefault(found => found is not null) is
            { } referred
        )
        {
            return referred;
        }

        var gone = (isPermanent ? all : live).ConvertAll(version => version.Version);
        return (
            [
                .. gone.Select(version => new RegistryEvent.VersionDeleted(subject, version, isPermanent)),
                // What was set for a subject goes with it.
                new RegistryEvent.LevelSet(subject, null),
                new RegistryEvent.ModeSet(subject, null),
            ],
            Answer.Of(gone)
        );
    }

    private static Decision? Referred(RegistryState state, string subject, SubjectVersion version) =>
        state.ReferrersOf(subject, version.Version).Any()
            ? No(42206, $"One or more references exist to the schema {{subject={subject},version={version.Version}}}.")
            : null;

    private static Answer Id(int id) => Answer.Of(new IdView(id));

    private static Decision No(int code, string message) => ([], new Answer.Fault(code, message));
}
