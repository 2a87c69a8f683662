def class_results(request, pk):
    raise NotImplementedError
