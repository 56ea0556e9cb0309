namespace Portal.LocalCluster.Log;

/// <summary>What is told of a journal that isn't opened.</summary>
internal static class JournalDamage
{
    /// <param name="position">Where the first entry begins that isn't whole.</param>
    /// <param name="before">Whole entries before it.</param>
    /// <param name="behind">Whole entries behind it.</param>
    public static string InWords(string path, long position, int before, int behind) =>
        $"{path} is damaged at byte {position}. Whole entries before the damage: {before}, behind it: {behind}; so this is no write that "
        + "a crash cut off, and nothing was changed. Put a copy of the file back, or go on without everything that was written after "
        + $"the damage: cp {path} {path}.damaged && truncate --size={position} {path}";
}
