namespace Portal.Tests.Kit;

/// <summary>A test with somebody else's program: skipped, by name, where it isn't installed.</summary>
public sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(string program) => Skip = Missing(program);

    /// <summary>Why a test can't run; null where the program is installed.</summary>
    public static string? Missing(string program) =>
        Found(program) is null ? $"needs {program}: apt-get install {program}" : null;

    /// <summary>Where it lies; null where it isn't installed.</summary>
    public static string? Found(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/usr/local/sbin"
            .Split(':')
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
