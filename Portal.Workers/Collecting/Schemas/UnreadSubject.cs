using Portal.Engines;
using Portal.Engines.Registry;

namespace Portal.Workers.Collecting.Schemas;

/// <summary>A subject that its registry lists and that wasn't read whole: it stays as it was.</summary>
/// <param name="Fresh">Versions that were read all the same, so that one with many of them is read in several looks.</param>
/// <param name="Failure">Null: it wasn't reached in time.</param>
internal sealed record UnreadSubject(string Name, IReadOnlyList<RegisteredSchema> Fresh, EngineException? Failure);
