using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;

namespace Portal.Workers.Collecting.Schemas;

/// <summary>A subject as its registry has it.</summary>
/// <param name="Gone">Versions that had been seen, and aren't there any more.</param>
/// <param name="Fresh">Versions that hadn't been seen, or whose subject was made again.</param>
/// <param name="Level">Null: it wasn't read, and stays as it was.</param>
internal sealed record SubjectAnswer(
    string Name,
    IReadOnlyList<int> Versions,
    IReadOnlyList<int> Gone,
    IReadOnlyList<RegisteredSchema> Fresh,
    ReadLevel? Level
);

/// <summary>The level that a subject sets itself; null: none.</summary>
internal sealed record ReadLevel(CompatibilityLevel? Level);
