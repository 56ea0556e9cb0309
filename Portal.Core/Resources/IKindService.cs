namespace Portal.Core.Resources;

/// <summary>What several parts of one kind share, and nobody else: found and registered as itself, so that no other folder lists it.</summary>
public interface IKindService;
