namespace Portal.LocalCluster.Registry;

/// <summary>Levels and modes, of a subject and of all that have none of their own.</summary>
internal static class SettingRoutes
{
    public static void MapSettings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/config", (RegistryStore store) => Answer.Of(new LevelView(store.State.Level)).AsHttp());
        routes.MapPut(
            "/config",
            (RegistryStore store, LevelRequest to) =>
                store.Decide(state => SettingDecisions.SetLevel(state, null, to.Compatibility)).AsHttp()
        );
        routes.MapDelete(
            "/config",
            (RegistryStore store) => store.Decide(state => SettingDecisions.DeleteLevel(state, null)).AsHttp()
        );
        routes.MapGet(
            "/config/{name}",
            (RegistryStore store, Subject subject, bool defaultToGlobal = false) =>
                Own(
                    subject,
                    defaultToGlobal
                        ? store.State.LevelOf(subject.Name)
                        : store.State.Levels.GetValueOrDefault(subject.Name),
                    level => new LevelView(level),
                    40408,
                    "compatibility"
                )
        );
        routes.MapPut(
            "/config/{name}",
            (RegistryStore store, Subject subject, LevelRequest to) =>
                store.Decide(state => SettingDecisions.SetLevel(state, subject.Name, to.Compatibility)).AsHttp()
        );
        routes.MapDelete(
            "/config/{name}",
            (RegistryStore store, Subject subject) =>
                store.Decide(state => SettingDecisions.DeleteLevel(state, subject.Name)).AsHttp()
        );
        routes.MapGet("/mode", (RegistryStore store) => Answer.Of(new ModeRequest(store.State.Mode)).AsHttp());
        routes.MapPut(
            "/mode",
            (RegistryStore store, ModeRequest to, bool force = false) =>
                store.Decide(state => SettingDecisions.SetMode(state, null, to.Mode, force)).AsHttp()
        );
        routes.MapGet(
            "/mode/{name}",
            (RegistryStore store, Subject subject, bool defaultToGlobal = false) =>
                Own(
                    subject,
                    defaultToGlobal
                        ? store.State.ModeOf(subject.Name)
                        : store.State.Modes.GetValueOrDefault(subject.Name),
                    mode => new ModeRequest(mode),
                    40409,
                    "mode"
                )
        );
        routes.MapPut(
            "/mode/{name}",
            (RegistryStore store, Subject subject, ModeRequest to, bool force = false) =>
                store.Decide(state => SettingDecisions.SetMode(state, subject.Name, to.Mode, force)).AsHttp()
        );
        routes.MapDelete(
            "/mode/{name}",
            (RegistryStore store, Subject subject) =>
                store.Decide(state => SettingDecisions.DeleteMode(state, subject.Name)).AsHttp()
        );
    }

    // What holds for a subject, or that it has no such setting of its own.
    private static IResult Own(Subject subject, string? value, Func<string, object> body, int code, string setting) =>
        (
            value is null
                ? new Answer.Fault(code, $"Subject '{subject.Name}' does not have subject-level {setting} configured")
                : Answer.Of(body(value))
        ).AsHttp();
}
