using System.Runtime.CompilerServices;

namespace Portal.Tests.Kit;

/// <summary>What tests start runs for seconds: it compiles a method once. The tests' own process compiles again what it calls a thousand times (<c>setup/commands/test.sh</c>).</summary>
internal static class ShortProcesses
{
    [ModuleInitializer]
    internal static void CompileOnce() => Environment.SetEnvironmentVariable("DOTNET_TC_CallCounting", "0");
}
