using System.Text;
using MpiExample;
using SimdReg.Mpi;

// Trains sparse classifiers on any number of processes. The last line is the same for all of them, and without MPI:
//   dotnet run -c Release --project docs/examples/mpi
//   mpirun -np 4 dotnet docs/examples/mpi/bin/Release/net10.0/MpiExample.dll

Console.OutputEncoding = Encoding.UTF8;
if (JobOptions.Parse(args, out var error) is not { } options)
{
    Console.Error.WriteLine($"{error}\n{JobOptions.Usage}");
    return 2;
}

MpiSession.Run(ranks => Job.Run(ranks, options, ranks.Rank == 0 ? Console.Out : TextWriter.Null));
return 0;
