namespace LlmSentinel.Bench.SideBySide.Results;

/// <summary>The machine of a run.</summary>
/// <param name="Cpu">Model of the processor.</param>
/// <param name="Cores">Processors the run could use.</param>
/// <param name="MemoryBytes">Memory of the machine.</param>
/// <param name="Kernel">Name and release of the kernel.</param>
/// <param name="System">Name of the distribution.</param>
public sealed record MachineInfo(string Cpu, int Cores, long MemoryBytes, string Kernel, string System);
