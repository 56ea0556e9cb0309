using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Tests.Kit;

namespace Portal.Tests.Pages;

/// <summary>A store that falls silent.</summary>
internal sealed class FadingStore(IDbContextFactory<PortalDb> store) : IDbContextFactory<PortalDb>
{
    /// <summary>How often it answers from now on.</summary>
    public int Answers { get; set; } = int.MaxValue;

    public PortalDb CreateDbContext() => (Answers-- > 0 ? store : new SilentStore()).CreateDbContext();
}
