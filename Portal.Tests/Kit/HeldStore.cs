using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Tests.Kit;

/// <summary>The store for who has to wait for it until it is released.</summary>
public sealed class HeldStore(IDbContextFactory<PortalDb> store) : IDbContextFactory<PortalDb>
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _released.SetResult();

    public PortalDb CreateDbContext() => store.CreateDbContext();

    public async Task<PortalDb> CreateDbContextAsync(CancellationToken cancellationToken = default)
    {
        await _released.Task.WaitAsync(cancellationToken);
        return await store.CreateDbContextAsync(cancellationToken);
    }
}
