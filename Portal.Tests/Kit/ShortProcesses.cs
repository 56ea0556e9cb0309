using System.Runtime.CompilerServices;

namespace Portal.Tests.Kit;

/// <summary>What tests start runs for seconds: it compiles a method once. The tests' own process compiles again what it calls some thousand times (<c>setup/commands/test.sh</c>).</summary>
internal static class ShortProcesses
{
    /// <summary>The variable that the runtime reads.</summary>
    internal const string CallCounting = "DOTNET_TC_CallCounting";

    [ModuleInitializer]
    internal static void CompileOnce() => Environment.SetEnvironmentVariable(CallCounting, "0");
}
