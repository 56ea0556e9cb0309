namespace Portal.LocalCluster.Registry;

/// <summary>Subjects and their versions.</summary>
internal static class SubjectRoutes
{
    public static void MapSubjects(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(
            "/subjects",
            (RegistryStore store, string? subjectPrefix, bool deleted = false, bool deletedOnly = false) =>
                RegistryQuestions.Subjects(store.State, subjectPrefix, deleted, deletedOnly).AsHttp()
        );
        routes.MapGet(
            "/subjects/{name}/versions",
            (RegistryStore store, Subject subject, bool deleted = false, bool deletedOnly = false) =>
                RegistryQuestions.Versions(store.State, subject.Name, deleted, deletedOnly).AsHttp()
        );
        routes.MapPost(
            "/subjects/{name}/versions",
            (RegistryStore store, Subject subject, SchemaRequest schema) =>
                store.Decide(state => RegistryDecisions.Register(state, subject.Name, schema)).AsHttp()
        );
        routes.MapPost(
            "/subjects/{name}",
            (RegistryStore store, Subject subject, SchemaRequest schema, bool deleted = false) =>
                RegistryQuestions.Lookup(store.State, subject.Name, schema, deleted).AsHttp()
        );
        routes.MapDelete(
            "/subjects/{name}",
            (RegistryStore store, Subject subject, bool permanent = false) =>
                store.Decide(state => RegistryDecisions.DeleteSubject(state, subject.Name, permanent)).AsHttp()
        );
        routes.MapGet(
            "/subjects/{name}/versions/{version}",
            (RegistryStore store, Subject subject, string version, bool deleted = false) =>
                OfVersion(
                    store.State,
                    subject,
                    version,
                    deleted,
                    found => RegistryQuestions.View(store.State, subject.Name, found)
                )
        );
        routes.MapGet(
            "/subjects/{name}/versions/{version}/schema",
            (RegistryStore store, Subject subject, string version, bool deleted = false) =>
                RegistryApi.OfText(
                    OfVersion(store.State, subject, version, deleted, found => store.State.Schemas[found.Id])
                )
        );
        routes.MapGet(
            "/subjects/{name}/versions/{version}/referencedby",
            (RegistryStore store, Subject subject, string version) =>
                OfVersion(
                    store.State,
                    subject,
                    version,
                    deleted: false,
                    found => store.State.ReferrersOf(subject.Name, found.Version).ToList()
                )
        );
        routes.MapDelete(
            "/subjects/{name}/versions/{version}",
            (RegistryStore store, Subject subject, string version, bool permanent = false) =>
                AskedVersion.Read(version) is { } asked
                    ? store
                        .Decide(state =>
                            RegistryDecisions.DeleteVersion(
                                state,
                                subject.Name,
                                RegistryQuestions.Find(state, subject.Name, asked, deleted: asked.Number is not null),
                                asked.Number ?? 0,
                                permanent
                            )
                        )
                        .AsHttp()
                    : AskedVersion.Invalid(version).AsHttp()
        );
    }

    private static IResult OfVersion(
        RegistryState state,
        Subject subject,
        string version,
        bool deleted,
        Func<SubjectVersion, object> view
    ) =>
        AskedVersion.Read(version) is not { } asked ? AskedVersion.Invalid(version).AsHttp()
        : RegistryQuestions.Find(state, subject.Name, asked, deleted) is { } found ? Answer.Of(view(found)).AsHttp()
        : (
            state.Live(subject.Name).IsEmpty ? Answer.NoSubject(subject.Name) : Answer.NoVersion(asked.Number ?? 0)
        ).AsHttp();
}
