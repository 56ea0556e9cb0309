using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;

namespace Portal.Workers.Collecting.Schemas;

/// <summary>A subject as its registry has it.</summary>
/// <param name="Gone">Versions that had been seen, and aren't there any more.</param>
/// <param name="Fresh">Versions that hadn't been seen, or whose subject was made again.</param>
internal sealed record SubjectAnswer(
    string Name,
    IReadOnlyList<int> Versions,
    IReadOnlyList<int> Gone,
    IReadOnlyList<RegisteredSchema> Fresh,
    CompatibilityLevel? Level
);
