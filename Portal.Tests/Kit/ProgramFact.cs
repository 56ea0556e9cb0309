namespace Portal.Tests.Kit;

/// <summary>A test with somebody else's programs: skipped, by name, where one isn't installed.</summary>
public sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(params string[] programs) => Skip = Missing(programs);

    /// <summary>Why a test can't run; null where all of them are installed.</summary>
    public static string? Missing(IEnumerable<string> programs) =>
        programs.Select(Missing).FirstOrDefault(why => why is not null);

    /// <summary>Why a test can't run; null where the program is installed.</summary>
    public static string? Missing(string program) =>
        Found(program) is null ? $"needs {program}: ./portal test installs it" : null;

    /// <summary>Where it lies; null where it isn't installed.</summary>
    public static string? Found(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/usr/local/sbin"
            .Split(':')
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
