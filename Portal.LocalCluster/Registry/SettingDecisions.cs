namespace Portal.LocalCluster.Registry;

using Decision = (IReadOnlyCollection<RegistryEvent> Happened, Answer Answer);

/// <summary>Levels and modes, by the documentation of Confluent's registry; pure.</summary>
public static class SettingDecisions
{
    public static Decision SetLevel(RegistryState state, string? subject, string? level) =>
        state.ReadOnly(subject) is { } readOnly ? ([], readOnly)
        : SchemaParsing.LevelOf(level) is null
            ? No(
                42203,
                "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive"
            )
        : ([new RegistryEvent.LevelSet(subject, level)], Answer.Of(new LevelRequest(level)));

    public static Decision SetMode(RegistryState state, string? subject, string? mode, bool isForced) =>
        mode switch
        {
            "IMPORT" when !isForced && (subject is null ? state.Subjects.Count > 0 : !state.Live(subject).IsEmpty) =>
                No(42205, "Cannot import since found existing subjects"),
            "READWRITE" or "READONLY" or "READONLY_OVERRIDE" or "IMPORT" => (
                [new RegistryEvent.ModeSet(subject, mode)],
                Answer.Of(new ModeRequest(mode))
            ),
            _ => No(42204, "Invalid mode. Valid values are READWRITE, READONLY, READONLY_OVERRIDE and IMPORT"),
        };

    public static Decision DeleteLevel(RegistryState state, string? subject)
    {
        if (state.ReadOnly(subject) is { } readOnly)
        {
            return ([], readOnly);
        }

        var before = subject is null ? state.Level : state.Levels.GetValueOrDefault(subject);
        return before is null
            ? No(40408, $"Subject '{subject}' does not have subject-level compatibility configured")
            : ([new RegistryEvent.LevelSet(subject, null)], Answer.Of(new LevelView(before)));
    }

    public static Decision DeleteMode(RegistryState state, string subject) =>
        state.Modes.GetValueOrDefault(subject) is { } before
            ? ([new RegistryEvent.ModeSet(subject, null)], Answer.Of(new ModeRequest(before)))
            : No(40409, $"Subject '{subject}' does not have subject-level mode configured");

    private static Decision No(int code, string message) => ([], new Answer.Fault(code, message));
}
