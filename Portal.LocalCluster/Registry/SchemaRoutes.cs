namespace Portal.LocalCluster.Registry;

/// <summary>Schemas by their ids, and what a level would say of a new one.</summary>
internal static class SchemaRoutes
{
    public static void MapSchemas(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(
            "/schemas/ids/{id:int}",
            (RegistryStore store, int id) => OfId(store.State, id, RegistryQuestions.View)
        );
        routes.MapGet(
            "/schemas/ids/{id:int}/schema",
            (RegistryStore store, int id) => RegistryApi.OfText(OfId(store.State, id, content => content))
        );
        routes.MapGet(
            "/schemas/ids/{id:int}/subjects",
            (RegistryStore store, int id, bool deleted = false) =>
                OfId(
                    store.State,
                    id,
                    _ =>
                        RegistryQuestions
                            .VersionsOf(store.State, id, deleted)
                            .Select(pair => pair.Subject)
                            .Distinct()
                            .ToList()
                )
        );
        routes.MapGet(
            "/schemas/ids/{id:int}/versions",
            (RegistryStore store, int id, bool deleted = false) =>
                OfId(store.State, id, _ => RegistryQuestions.VersionsOf(store.State, id, deleted).ToList())
        );
        routes.MapPost(
            "/compatibility/subjects/{name}/versions/{version}",
            (RegistryStore store, Subject subject, string version, SchemaRequest schema, bool verbose = false) =>
                (
                    AskedVersion.Read(version) is { } asked
                        ? RegistryQuestions.Compatibility(store.State, subject.Name, asked, schema, verbose)
                        : AskedVersion.Invalid(version)
                ).AsHttp()
        );
        routes.MapPost(
            "/compatibility/subjects/{name}/versions",
            (RegistryStore store, Subject subject, SchemaRequest schema, bool verbose = false) =>
                RegistryQuestions.Compatibility(store.State, subject.Name, asked: null, schema, verbose).AsHttp()
        );
    }

    private static IResult OfId(RegistryState state, int id, Func<SchemaContent, object> view) =>
        (state.Schemas.TryGetValue(id, out var content) ? Answer.Of(view(content)) : Answer.NoSchema()).AsHttp();
}
