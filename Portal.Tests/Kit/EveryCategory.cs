using Microsoft.Extensions.Logging;

namespace Portal.Tests.Kit;

/// <summary>What is logged in any category goes to one log.</summary>
internal sealed class EveryCategory(ILogger log) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => log;

    public void Dispose() { }
}
